using Bartizan.Core.Exchanges;

namespace Bartizan.Console.Contract;

/// <summary>Whether the text of an exchange can be read.</summary>
public enum ContentState
{
    /// <summary>It was not kept: lengths and digests only.</summary>
    NotRecorded,

    /// <summary>It was kept sealed, and this person may read it.</summary>
    Shown,

    /// <summary>It was kept sealed; reading it needs the right <c>readContent</c>.</summary>
    NoRight,

    /// <summary>It was kept sealed, but the key that opens it is gone.</summary>
    Unreadable,
}

/// <summary>All that is known of one exchange.</summary>
/// <param name="Row">As in the list.</param>
/// <param name="Content">Whether the text can be read.</param>
/// <param name="Request">The request's segments in order.</param>
/// <param name="Response">The response's segments in order.</param>
/// <param name="Decisions">Every decision, in order of making.</param>
/// <param name="GuardFailures">Inspectors that failed, with the reason.</param>
/// <param name="Timing">Where the time went.</param>
/// <param name="Mark">What a person said of it; null when nobody did.</param>
/// <param name="Proof">Its place in the ledger; null until it is in one.</param>
/// <param name="Sensitivity">Name of the highest sensitivity label in it and its session; null for public.</param>
public sealed record ExchangeDetail(
    ExchangeRow Row,
    ContentState Content,
    IReadOnlyList<SegmentView> Request,
    IReadOnlyList<SegmentView> Response,
    IReadOnlyList<DecisionView> Decisions,
    IReadOnlyList<string> GuardFailures,
    TimingView Timing,
    MarkView? Mark,
    LedgerProof? Proof,
    string? Sensitivity);

/// <summary>Where the time of an exchange went, in microseconds.</summary>
/// <param name="Total">First byte in to last byte out.</param>
/// <param name="Receive">Reading the request from the client.</param>
/// <param name="InspectRequest">Identity, inspection and policy on the request.</param>
/// <param name="UpstreamFirstByte">From forwarding to the upstream's first byte.</param>
/// <param name="InspectResponse">Inspection and policy on the response.</param>
/// <param name="Record">Waiting for the record to be durable.</param>
/// <param name="Overhead">All that Bartizan itself added.</param>
public sealed record TimingView(
    long Total, long Receive, long InspectRequest, long UpstreamFirstByte, long InspectResponse, long Record, long Overhead);

/// <summary>One segment of a message.</summary>
/// <param name="Index">Place in its message, from 0.</param>
/// <param name="Role">What part of the conversation it is.</param>
/// <param name="Provenance">Whose words it holds.</param>
/// <param name="Path">Where it stands in the message.</param>
/// <param name="Length">UTF-16 units of its text.</param>
/// <param name="Digest">Keyed digest of its text, hex.</param>
/// <param name="Text">The text, or null unless <see cref="ContentState.Shown"/>.</param>
/// <param name="Findings">What was found in it, by start; spans count UTF-16 units of the text.</param>
public sealed record SegmentView(
    int Index,
    SegmentRole Role,
    Provenance Provenance,
    string Path,
    int Length,
    string Digest,
    string? Text,
    IReadOnlyList<FindingView> Findings);

/// <summary>What an inspector said of a span.</summary>
/// <param name="Label">Dotted label, family first.</param>
/// <param name="Score">How sure, 0 to 1.</param>
/// <param name="Start">First UTF-16 unit of the span.</param>
/// <param name="Length">UTF-16 units in the span.</param>
/// <param name="Reason">Why it fired, for people.</param>
/// <param name="Inspector">Who says so.</param>
/// <param name="Normalisations">What had to be undone to see it.</param>
/// <param name="Contributions">What of the text made the score, largest first; empty for exact matches and without the right <c>readContent</c>.</param>
public sealed record FindingView(
    string Label,
    double Score,
    int Start,
    int Length,
    string Reason,
    string Inspector,
    IReadOnlyList<string> Normalisations,
    IReadOnlyList<ContributionView> Contributions);

/// <summary>One feature's share of a score.</summary>
/// <param name="Feature">The feature as people read it.</param>
/// <param name="Weight">Its share in log-odds.</param>
/// <param name="Start">First UTF-16 unit where it stands, or -1.</param>
/// <param name="Length">UTF-16 units it covers.</param>
public sealed record ContributionView(string Feature, double Weight, int Start, int Length);

/// <summary>What policy said of one message or tool call.</summary>
/// <param name="Verdict">What was done.</param>
/// <param name="Action">The action asked for.</param>
/// <param name="Policies">The determining policies; empty when nothing permitted it.</param>
/// <param name="Errors">Policies that failed to evaluate.</param>
/// <param name="Code">Code for the client; empty when it passed.</param>
/// <param name="Message">Sentence for people; may be empty.</param>
/// <param name="Redact">Label patterns masked.</param>
/// <param name="HoldFor">Who must approve, or null.</param>
/// <param name="Shadow">What policies in shadow mode would make of it, or null when nothing else.</param>
public sealed record DecisionView(
    Verdict Verdict,
    string Action,
    IReadOnlyList<DecidingPolicy> Policies,
    IReadOnlyList<string> Errors,
    string Code,
    string Message,
    IReadOnlyList<string> Redact,
    string? HoldFor,
    ShadowView? Shadow);

/// <summary>What a decision would be if the policies in shadow mode were enforced too.</summary>
/// <param name="Verdict">What would be done.</param>
/// <param name="Policies">Ids of the policies that would determine it; empty when nothing would permit it.</param>
/// <param name="Code">Code for the client; empty when it would pass.</param>
/// <param name="Redact">Label patterns that would be masked.</param>
/// <param name="HoldFor">Who would have to approve, or null.</param>
public sealed record ShadowView(Verdict Verdict, IReadOnlyList<string> Policies, string Code, IReadOnlyList<string> Redact, string? HoldFor);

/// <summary>A policy that determined a decision.</summary>
/// <param name="Id">Its id at that time.</param>
/// <param name="Policy">The policy of that id as loaded now, or null when there is none any more.</param>
public sealed record DecidingPolicy(string Id, PolicyView? Policy);
