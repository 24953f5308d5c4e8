using Bartizan.Core.Identity;

namespace Bartizan.Core.Exchanges;

/// <summary>What is kept of the access token that an exchange came with; never the token.</summary>
public sealed record TokenRecord
{
    /// <summary>Its id (<c>jti</c>).</summary>
    public required string Id { get; init; }

    /// <summary>The id that all tokens of one piece of work share (<c>txn</c>).</summary>
    public required string Transaction { get; init; }

    /// <summary>The agents on whose behalf the caller acted, the nearest first; null when it acted for itself.</summary>
    public IReadOnlyList<Principal>? ActsFor { get; init; }

    /// <summary>Which models and tools it was good for; null for all that policy allowed.</summary>
    public TokenAuthority? Authority { get; init; }

    /// <summary>Whether the caller proved that it holds the token's key.</summary>
    public bool Proven { get; init; }

    /// <summary>What is kept of a token; null of none.</summary>
    public static TokenRecord? Of(TokenFacts? token) => token is null ? null : new()
    {
        Id = token.Id,
        Transaction = token.Transaction,
        ActsFor = token.ActsFor.Count == 0 ? null : token.ActsFor,
        Authority = token.Authority,
        Proven = token.Proven,
    };
}
