using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;

namespace Bartizan.Identity.Tokens;

/// <summary>What an access token says (RFC 9068).</summary>
internal sealed record AccessToken
{
    /// <summary>Most agents that may act for the one where it began, one after the other.</summary>
    public const int MaxActors = 4;

    /// <summary><c>jti</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>txn</c>: the same in all tokens derived from one.</summary>
    public required string Transaction { get; init; }

    /// <summary>The person or the agent where it began: <c>sub</c>, but for <see cref="Instance"/>.</summary>
    public required string Subject { get; init; }

    /// <summary>The run of the subject where it began, whose SPIFFE id then is <c>sub</c>; null where it is not known.</summary>
    public string? Instance { get; init; }

    /// <summary><c>act</c>, outermost first: the agents that act for the subject. Empty when the subject itself holds the token.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary><c>aud</c>: the one resource it is for.</summary>
    public required string Audience { get; init; }

    /// <summary><c>scope</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary><c>authorization_details</c>; null when it has none.</summary>
    public TokenAuthority? Authority { get; init; }

    /// <summary><c>mandates</c>, our own: those it stands under, its own first and the uppermost last.</summary>
    public IReadOnlyList<Mandate> Mandates { get; init; } = [];

    /// <summary><c>cnf.jkt</c> (RFC 9449 §6.1): thumbprint of the key it is bound to; null for none.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary><c>cnf.x5t#S256</c> (RFC 8705 §3.1): SHA-256 of the certificate it is bound to, as base64url; null for none. Who is bound to both proves both.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>Whether having it is not enough to use it.</summary>
    public bool IsBound => KeyThumbprint is not null || CertificateThumbprint is not null;

    /// <summary><c>prn</c>, our own: ids of the mandates it stands under and of the tokens it is derived from, the nearest first, and of the connection or the runs that it rests on.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary><c>iat</c>, whole seconds.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>How and when the person signed in with whom it began (<c>auth_time</c>, <c>acr</c>, RFC 9068 section 2.2.1); null where that is not known.</summary>
    public SignIn? SignIn { get; init; }

    /// <summary><c>exp</c>, whole seconds.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The agent that holds it: <c>client_id</c>.</summary>
    public string Holder => Actors.Count > 0 ? Actors[0] : Subject;

    /// <summary>The person where it began; null when it began with an agent.</summary>
    public string? Person => Core.Identity.Person.IsId(Subject) ? Subject : null;

    /// <summary>All its agents, the holder first and the one where it began last.</summary>
    public IEnumerable<string> Agents => Person is null ? Actors.Append(Subject) : Actors;
}
