using System.Text;

namespace Bartizan.Identity.Jose;

/// <summary>The public keys of a peer (RFC 7517 §5).</summary>
internal sealed class JsonWebKeySet
{
    /// <summary>Most bytes of a set.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>Most keys of a set.</summary>
    public const int MaxKeys = 16;

    private const int MaxListed = 64;

    private readonly JsonWebKey[] _keys;

    private JsonWebKeySet(JsonWebKey[] keys) => _keys = keys;

    /// <summary>Reads a set; null unless each of its 1 to 16 keys can be used and has an id of its own.</summary>
    public static JsonWebKeySet? Parse(string text)
    {
        if (text.Length > MaxBytes
            || StrictJson.Object(Encoding.UTF8.GetBytes(text)) is not { } json
            || !json.TryGetProperty("keys", out var listed)
            || listed.ValueKind != System.Text.Json.JsonValueKind.Array
            || listed.GetArrayLength() is < 1 or > MaxKeys)
        {
            return null;
        }

        var keys = listed.EnumerateArray().Select(JsonWebKey.Parse).ToArray();
        return keys.All(k => k is not null) && keys.Select(k => k!.Id).Distinct(StringComparer.Ordinal).Count() == keys.Length ? new(keys!) : null;
    }

    /// <summary>
    /// Reads the set of a provider for one algorithm: keys for anything else are passed over, as providers list keys for encryption and for other clients
    /// too, and an RSA key that names no algorithm is taken for this one. Null when none is left, or two have the same id.
    /// </summary>
    public static JsonWebKeySet? ParseFor(string algorithm, string text)
    {
        if (text.Length > MaxBytes
            || StrictJson.Object(Encoding.UTF8.GetBytes(text)) is not { } json
            || !json.TryGetProperty("keys", out var listed)
            || listed.ValueKind != System.Text.Json.JsonValueKind.Array
            || listed.GetArrayLength() > MaxListed)
        {
            return null;
        }

        var keys = listed.EnumerateArray().Select(k => JsonWebKey.Parse(k, algorithm)).OfType<JsonWebKey>().Where(k => k.Algorithm == algorithm).ToArray();
        return keys.Length > 0 && keys.Select(k => k.Id).Distinct(StringComparer.Ordinal).Count() == keys.Length ? new(keys) : null;
    }

    /// <summary>The key with an id; without one, the only key there is. Null when there is none, or no telling which.</summary>
    public JsonWebKey? Find(string? id) =>
        id is null ? (_keys.Length == 1 ? _keys[0] : null) : Array.Find(_keys, k => string.Equals(k.Id, id, StringComparison.Ordinal));
}
