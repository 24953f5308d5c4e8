using Bartizan.Core.Elevation;

namespace Bartizan.Console.Contract;

/// <summary>A call that policy holds, without what would be sent.</summary>
/// <param name="Id">Id.</param>
/// <param name="State">What became of it.</param>
/// <param name="Agent">Name of the agent that would make it.</param>
/// <param name="AgentId">Its id.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource, as Cedar writes it.</param>
/// <param name="Asks">Who is asked: <c>owner</c>, a role, or an account.</param>
/// <param name="Needs">How many different people must approve.</param>
/// <param name="Created">When it was first asked for.</param>
/// <param name="Ends">Until when somebody can decide.</param>
/// <param name="Asked">How often it was asked for.</param>
/// <param name="Exchange">The exchange in which it was first asked for.</param>
/// <param name="Automatic">Whether policy approved it in the place of people.</param>
public sealed record AccessRequestRow(
    string Id,
    AccessRequestState State,
    string Agent,
    string AgentId,
    string Owner,
    string Action,
    string Resource,
    IReadOnlyList<string> Asks,
    int Needs,
    DateTimeOffset Created,
    DateTimeOffset Ends,
    int Asked,
    string Exchange,
    bool Automatic);

/// <summary>The newest access requests.</summary>
/// <param name="Items">Those that wait first, then the newest first.</param>
public sealed record AccessRequestList(IReadOnlyList<AccessRequestRow> Items);

/// <summary>All that an approver decides on.</summary>
/// <param name="Request">The request.</param>
/// <param name="Digest">SHA-256 of the exact call: what an approval names.</param>
/// <param name="Lines">The exact call as JSON, a line each; what people could not see is spelt out.</param>
/// <param name="Chain">On whose behalf, the nearest first.</param>
/// <param name="Policies">What holds it.</param>
/// <param name="Approvals">Who approved so far.</param>
/// <param name="Grant">What came of it; null before.</param>
/// <param name="Usual">Exchanges of the same agent about the same tool or model that passed in the last 30 days; null where exchanges are not told apart by that.</param>
/// <param name="Compared">In what it differs from what is usual; null where nothing of what is sent along is kept.</param>
/// <param name="Automatic">What policy said where it approved the request in the place of people; null where people decide.</param>
/// <param name="DeniedBy">Who denied it; null while nobody did.</param>
/// <param name="Reason">Why.</param>
public sealed record AccessRequestDetail(
    AccessRequestRow Request,
    string Digest,
    IReadOnlyList<string> Lines,
    IReadOnlyList<ChainMemberView> Chain,
    IReadOnlyList<HeldPolicyView> Policies,
    IReadOnlyList<ApprovalView> Approvals,
    GrantView? Grant,
    long? Usual,
    ComparedView? Compared,
    AutomaticView? Automatic,
    string? DeniedBy,
    string? Reason);

/// <summary>A call beside earlier ones of the same agent and tool.</summary>
/// <param name="Calls">Earlier calls that were approved and made, whose arguments are kept and compared.</param>
/// <param name="Looked">Earlier exchanges about the tool that passed, of which only digests are kept, as many as were looked at.</param>
/// <param name="Same">How many of those sent exactly the same.</param>
/// <param name="Differences">What differs from the former, the gravest first.</param>
public sealed record ComparedView(int Calls, int Looked, int Same, IReadOnlyList<DifferenceView> Differences);

/// <summary>A field that differs.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Now">What stands there; empty for a missing field.</param>
/// <param name="Before">What stood there; empty for a new field.</param>
public sealed record DifferenceView(string Path, DifferenceKind Kind, string Now, string Before);

/// <summary>What policy knew and said when it approved a request itself.</summary>
/// <param name="Effect">What the call does: <c>read</c> or <c>reversible</c>.</param>
/// <param name="Usual">How often such calls of the agent passed in the 30 days before.</param>
/// <param name="Policies">The policies that permit it.</param>
public sealed record AutomaticView(string Effect, long Usual, IReadOnlyList<ApprovingPolicyView> Policies);

/// <summary>A policy that approves.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text, as it was then.</param>
public sealed record ApprovingPolicyView(string Id, string Text);

/// <summary>One on whose behalf a call would be made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Who answers for it.</param>
public sealed record ChainMemberView(string Id, string Name, string Owner);

/// <summary>A policy that holds a call.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Message">What it says to people.</param>
/// <param name="Asks">Whom it asks.</param>
/// <param name="Text">Its text.</param>
public sealed record HeldPolicyView(string Id, string Message, string Asks, string Text);

/// <summary>Somebody's approval.</summary>
/// <param name="Name">Who.</param>
/// <param name="At">When.</param>
/// <param name="Uses">For how many calls.</param>
/// <param name="Until">Until when.</param>
public sealed record ApprovalView(string Name, DateTimeOffset At, int Uses, DateTimeOffset Until);

/// <summary>Leave to make the call.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Uses">How often it may be used.</param>
/// <param name="Used">How often it was.</param>
/// <param name="Ends">When it ends.</param>
/// <param name="RevokedBy">Who took it back; null while nobody did.</param>
public sealed record GrantView(string Id, int Uses, int Used, DateTimeOffset Ends, string? RevokedBy);

/// <summary>Asks what there is to sign.</summary>
/// <param name="Digest">Digest of the call that was looked at.</param>
/// <param name="Uses">How often the call may be made.</param>
/// <param name="Minutes">How long.</param>
public sealed record PrepareApproval(string Digest, int Uses, int Minutes);

/// <summary>What a passkey is to sign.</summary>
/// <param name="Challenge">Base64url.</param>
/// <param name="Until">The end of the grant, which is signed too.</param>
/// <param name="RelyingParty">The host name that passkeys are bound to.</param>
/// <param name="Credentials">Ids of the person's passkeys, base64url.</param>
public sealed record ApprovalChallenge(string Challenge, DateTimeOffset Until, string RelyingParty, IReadOnlyList<string> Credentials);

/// <summary>A signed approval.</summary>
/// <param name="Digest">Digest of the call that was looked at.</param>
/// <param name="Uses">As it was signed.</param>
/// <param name="Until">As it was signed.</param>
/// <param name="Signature">Base64url.</param>
/// <param name="AuthenticatorData">Base64url.</param>
/// <param name="ClientData">Base64url.</param>
public sealed record SignedApproval(string Digest, int Uses, DateTimeOffset Until, string Signature, string AuthenticatorData, string ClientData);

/// <summary>Says no.</summary>
/// <param name="Reason">Why, for people; at most 500 characters.</param>
public sealed record DenyAccess(string Reason);
