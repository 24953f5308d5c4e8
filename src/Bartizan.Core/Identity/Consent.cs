using Bartizan.Core.Identity.Mandates;

namespace Bartizan.Core.Identity;

/// <summary>What may be done at a resource: part of a request, of a consent and of what tokens say.</summary>
/// <param name="Resource">The one resource.</param>
/// <param name="Scopes">Scopes.</param>
/// <param name="Authority">Models and tools; null for all that policy allows.</param>
/// <param name="Renews">Whether it may go on without the person: by refresh tokens.</param>
public sealed record ConsentedUse(string Resource, IReadOnlyList<string> Scopes, TokenAuthority? Authority, bool Renews)
{
    /// <summary>What for, how much may be spent, and how long, where it is limited; null where it is not.</summary>
    public MandateTerms? Mandate { get; init; }

    /// <summary>Whether it allows everything that another use needs. A mandate is given once: the next piece of work needs the person's word again.</summary>
    public bool Covers(ConsentedUse other) =>
        Mandate is null
        && Resource == other.Resource
        && other.Scopes.All(Scopes.Contains)
        && (Authority is null || (other.Authority is { } asked && Authority.Contains(asked)))
        && (Renews || !other.Renews);
}

/// <summary>What a person lets an agent do for them, until they take it back.</summary>
/// <param name="Id">Id, prefix <c>cns</c>.</param>
/// <param name="Person">Account id.</param>
/// <param name="Agent">Agent id.</param>
/// <param name="Use">What.</param>
/// <param name="Created">Since when.</param>
public sealed record Consent(string Id, string Person, string Agent, ConsentedUse Use, DateTimeOffset Created);
