using System.Text.Json;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Federation;

/// <summary>Somebody who signed in at a provider, as its ID token says.</summary>
public sealed class FederatedPerson
{
    private const int MostValues = 1_000;

    private readonly JsonElement _claims;

    internal FederatedPerson(string issuer, string subject, JsonElement claims, string? idToken = null) =>
        (Issuer, Subject, _claims, IdToken) = (issuer, subject, claims, idToken);

    /// <summary>The provider.</summary>
    public string Issuer { get; }

    /// <summary>Who this is there. With <see cref="Issuer"/> it names the person; nothing else does.</summary>
    public string Subject { get; }

    /// <summary>The ID token itself, where it may be kept; null where it may not.</summary>
    public string? IdToken { get; }

    /// <summary>When the ID token ends; it always says so.</summary>
    public DateTimeOffset Ends => _claims.Time("exp") ?? DateTimeOffset.MinValue;

    /// <summary>The provider's id of its session, or null.</summary>
    public string? Sid => _claims.Text("sid");

    /// <summary>A claim's one text, or null.</summary>
    public string? Text(string claim) => Find(claim) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The roles that a provider's claims give, each once.</summary>
    public IReadOnlyList<string> RolesBy(IEnumerable<RoleMapping> mappings) =>
        [.. mappings.Where(m => Texts(m.Claim).Contains(m.Value, StringComparer.Ordinal)).Select(m => m.Role).Distinct(StringComparer.Ordinal)];

    private IEnumerable<string> Texts(string claim) => Find(claim) switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } several => several.EnumerateArray().Take(MostValues).Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!),
        _ => [],
    };

    // A claim of just this name comes first: names of claims may be addresses, with dots in them.
    private JsonElement? Find(string claim)
    {
        if (_claims.TryGetProperty(claim, out var whole))
        {
            return whole;
        }

        var at = _claims;
        foreach (var part in claim.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at))
            {
                return null;
            }
        }

        return at;
    }
}
