using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Core.Identity;

/// <summary>What an access token says of the agent that presented it, beside who it is.</summary>
/// <param name="Id">The token's id (<c>jti</c>).</param>
/// <param name="Transaction">The id that all tokens of one piece of work share (<c>txn</c>).</param>
/// <param name="ActsFor">The agents on whose behalf it acts, the nearest first; empty when it acts for itself, or for a person only.</param>
/// <param name="Scopes">Its scopes.</param>
/// <param name="Authority">Which models and tools it may be used for; null for all that policy allows.</param>
/// <param name="Proven">Whether the caller proved that it holds the key, or the key of the certificate, to which the token is bound.</param>
public sealed record TokenFacts(
    string Id, string Transaction, IReadOnlyList<Principal> ActsFor, IReadOnlyList<string> Scopes, TokenAuthority? Authority, bool Proven)
{
    /// <summary>When it was issued, in whole seconds (<c>iat</c>).</summary>
    public DateTimeOffset Issued { get; init; }

    /// <summary>Ids of the tokens that it is derived from, and of the connection or the runs of agents that it rests on.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>The mandates it stands under, its own first and the uppermost last.</summary>
    public IReadOnlyList<Mandate> Mandates { get; init; } = [];

    /// <summary>Ids of the runs of agents that it rests on.</summary>
    public IEnumerable<string> Instances => Parents.Where(AgentInstance.IsId);

    /// <summary>How and when that person signed in; null where that is not known.</summary>
    public SignIn? SignIn { get; init; }

    /// <summary>The person with whom it began; null when it began with an agent.</summary>
    public Person? Person { get; init; }
}
