using System.Text;

namespace Bartizan.Identity.Jose;

/// <summary>The public keys of a peer (RFC 7517 §5).</summary>
internal sealed class JsonWebKeySet
{
    /// <summary>Most bytes of a set.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>Most keys of a set.</summary>
    public const int MaxKeys = 16;

    private const int MaxPublished = 64;

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
    /// Reads what an issuer publishes (RFC 7517 §5): of its keys those that can be used here, the others are passed over, as the standard says. Null when it is
    /// no set, or two keys have one id.
    /// </summary>
    /// <param name="json">The set, at most <see cref="MaxBytes"/> long.</param>
    /// <param name="use">What a key's <c>use</c> must be where it says one.</param>
    /// <param name="algorithms">The algorithms that are trusted of this issuer.</param>
    public static JsonWebKeySet? ParsePublished(ReadOnlySpan<byte> json, string use, IReadOnlyList<string> algorithms)
    {
        if (json.Length > MaxBytes || StrictJson.Object(json) is not { } set || !set.TryGetProperty("keys", out var listed) || listed.ValueKind != System.Text.Json.JsonValueKind.Array || listed.GetArrayLength() > MaxPublished)
        {
            return null;
        }

        // Many issuers do not say of an RSA key which of the two paddings it is for.
        string[] rsa = [.. algorithms.Where(a => a != JwsAlgorithm.Es256)];
        JsonWebKey[] keys =
        [
            .. listed.EnumerateArray().Select(k => JsonWebKey.Parse(k, use, rsa.Length == 1 ? rsa[0] : null)).OfType<JsonWebKey>().Where(k => algorithms.Contains(k.Algorithm)),
        ];
        return keys.Select(k => k.Id).Distinct(StringComparer.Ordinal).Count() == keys.Length ? new(keys) : null;
    }

    /// <summary>The key with an id; without one, the only key there is. Null when there is none, or no telling which.</summary>
    public JsonWebKey? Find(string? id) =>
        id is null ? (_keys.Length == 1 ? _keys[0] : null) : Array.Find(_keys, k => string.Equals(k.Id, id, StringComparison.Ordinal));
}
