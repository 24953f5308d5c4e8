using System.Text;
using System.Text.Json;

namespace Bartizan.Identity.Jose;

/// <summary>A JSON Web Signature in compact form (RFC 7515 §7.1), taken apart and not yet believed.</summary>
internal sealed class Jws
{
    // Keys are found by those who verify, never brought along; and nothing is understood that a header calls critical.
    private static readonly string[] Refused = ["crit", "jku", "x5u", "x5c", "b64", "enc", "zip"];

    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private Jws(JsonElement header, JsonElement payload, byte[] signed, byte[] signature)
    {
        (Header, Payload, _signed, _signature) = (header, payload, signed, signature);
        Algorithm = header.Text("alg", 16)!;
        KeyId = header.Text("kid", 128);
        Type = header.Text("typ", 64);
    }

    /// <summary>The header.</summary>
    public JsonElement Header { get; }

    /// <summary>The claims.</summary>
    public JsonElement Payload { get; }

    /// <summary>The algorithm that it says it was signed with; the key decides whether that is so.</summary>
    public string Algorithm { get; }

    /// <summary>Which key it says it was signed with.</summary>
    public string? KeyId { get; }

    /// <summary>What kind of token it says it is.</summary>
    public string? Type { get; }

    /// <summary>Takes a text apart; null when it is longer than <paramref name="longest"/> or not exactly what the standard allows.</summary>
    public static Jws? Parse(string text, int longest)
    {
        var first = text.IndexOf('.', StringComparison.Ordinal);
        var last = text.LastIndexOf('.');
        if (text.Length > longest || first <= 0 || last == first
            || Base64UrlText.Decode(text.AsSpan(0, first)) is not { } headerBytes
            || Base64UrlText.Decode(text.AsSpan(first + 1, last - first - 1)) is not { } payloadBytes
            || Base64UrlText.Decode(text.AsSpan(last + 1)) is not { Length: > 0 } signature
            || StrictJson.Object(headerBytes) is not { } header
            || header.Text("alg", 16) is null
            || (header.Has("kid") && header.Text("kid", 128) is null)
            || (header.Has("typ") && header.Text("typ", 64) is null)
            || Refused.Any(name => header.Has(name))
            || StrictJson.Object(payloadBytes) is not { } payload)
        {
            return null;
        }

        return new(header, payload, Encoding.ASCII.GetBytes(text[..last]), signature);
    }

    /// <summary>Whether it was signed by this key, with the one algorithm that the key is for.</summary>
    public bool IsSignedBy(JsonWebKey key) => string.Equals(Algorithm, key.Algorithm, StringComparison.Ordinal) && key.Verify(_signed, _signature);
}
