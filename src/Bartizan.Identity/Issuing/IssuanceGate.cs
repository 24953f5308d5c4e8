using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Issuing.Rules;
using Bartizan.Policy;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// The one gate of every grant. Only it makes a <see cref="Permit"/>, and nothing is minted without one. The rules run in this order; the first
/// that objects decides.
/// </summary>
internal sealed class IssuanceGate(Issuer issuer, IdentityDirectory directory, IStanding standing, IIdSource ids, TimeProvider clock, IPolicySource? policies = null)
{
    private readonly IIssuanceRule[] _rules =
    [
        new ActiveClientRule(),
        new SuspensionRule(),
        new GrantRule(),
        new PublicClientRule(),
        new ProofRule(),
        new PersonRule(),
        new ChainRule(),
        new KillSwitchRule(standing),
        new DelegationRule(),
        new DepthRule(),
        new TargetRule(issuer),
        new ScopeRule(),
        new AuthorityRule(),
        new MandateRule(ids),
        new AttestationRule(issuer, policies),
        new LifetimeRule(),
    ];

    private readonly IIssuanceRule[] _askingRules = [new AskingRule(), new TargetRule(issuer), new ScopeRule(), new AuthorityRule(), new MandateRule(ids)];

    /// <summary>Whether a token may be issued, and which.</summary>
    public (Permit? Permit, OAuthError? Error) CanIssue(IssuanceQuestion question)
    {
        var draft = Begin(question);
        foreach (var rule in _rules)
        {
            if (rule.Check(question, draft) is { } error)
            {
                return (null, error);
            }
        }

        return (new Granted(question, draft), null);
    }

    /// <summary>Whether a person may be asked for what the client wants, and what that would come to; nothing is issued by it.</summary>
    public (IssuanceDraft? Draft, OAuthError? Error) CanAsk(IssuanceQuestion question)
    {
        var draft = Begin(question);
        foreach (var rule in _askingRules)
        {
            if (rule.Check(question, draft) is { } error)
            {
                return (null, error);
            }
        }

        return (draft, null);
    }

    private IssuanceDraft Begin(IssuanceQuestion question)
    {
        var now = clock.GetUtcNow();
        return new() { Snapshot = directory.Current, Now = now, Issued = question.Hop?.Issued ?? DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()) };
    }

    /// <summary>Leave to issue one token, which says all that the token will say. Nobody but the gate can make one.</summary>
    internal abstract class Permit
    {
        private protected Permit(IssuanceQuestion question, IssuanceDraft draft) => (Question, Draft) = (question, draft);

        /// <summary>The wish.</summary>
        public IssuanceQuestion Question { get; }

        /// <summary>What was granted of it.</summary>
        public IssuanceDraft Draft { get; }
    }

    private sealed class Granted(IssuanceQuestion question, IssuanceDraft draft) : Permit(question, draft);
}
