using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Hops;

/// <summary>
/// What the holder of a bound token signed for the next agent: a JWT of type <c>bartizan-hop+jwt</c>, by the key to which the token is bound. It stands
/// behind the token, after <c>~</c>. Its claims have the meaning that they have in an exchange.
/// </summary>
internal sealed record HopClaims
{
    /// <summary>The header's <c>typ</c>.</summary>
    public const string Type = "bartizan-hop+jwt";

    private static readonly string[] Known = ["sub", "cnf", "ath", "iat", "exp", "jti", "scope", "authorization_details"];

    /// <summary><c>sub</c>: the agent that may act next.</summary>
    public required string Agent { get; init; }

    /// <summary><c>cnf.jkt</c>: thumbprint of that agent's key.</summary>
    public required string KeyThumbprint { get; init; }

    /// <summary><c>ath</c>: SHA-256 of everything before it, as base64url, so that it fits nothing else.</summary>
    public required string Behind { get; init; }

    /// <summary><c>iat</c>.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary><c>exp</c>.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary><c>jti</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>scope</c>; null for all that both have.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary><c>authorization_details</c>.</summary>
    public AuthorizationDetails? Details { get; init; }

    /// <summary>Reads them; null when they are not exactly that. A claim that is not understood might have been meant to narrow.</summary>
    public static HopClaims? Read(JsonElement json)
    {
        if (json.EnumerateObject().Any(p => !Known.Contains(p.Name))
            || json.Text("sub") is not { } agent
            || Person.IsId(agent)
            || !json.TryGetProperty("cnf", out var confirmation)
            || confirmation.ValueKind != JsonValueKind.Object
            || confirmation.EnumerateObject().Count() != 1
            || confirmation.Text("jkt", 43) is not { Length: 43 } thumbprint
            || json.Text("ath", 43) is not { Length: 43 } behind
            || json.Time("iat") is not { } issued
            || json.Time("exp") is not { } expires
            || json.Text("jti", 128) is not { } id
            || (json.Has("scope") && json.Text("scope", 4_096) is null))
        {
            return null;
        }

        AuthorizationDetails? details = null;
        if (json.TryGetProperty("authorization_details", out var wanted)
            && (wanted.GetRawText().Length > AuthorizationDetails.MaxLength || (details = AuthorizationDetails.Read(wanted)) is null || details.Mandate?.Id is not null))
        {
            return null;
        }

        return new HopClaims
        {
            Agent = agent,
            KeyThumbprint = thumbprint,
            Behind = behind,
            Issued = issued,
            Expires = expires,
            Id = id,
            Scopes = json.Text("scope", 4_096)?.Split(' ').Distinct(StringComparer.Ordinal).ToList(),
            Details = details,
        };
    }
}
