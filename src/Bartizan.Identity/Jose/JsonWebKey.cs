using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bartizan.Identity.Jose;

/// <summary>
/// A public key as JSON (RFC 7517): P-256 for <c>ES256</c>, or RSA of 2,048 to 8,192 bits for the one of <c>RS256</c> and <c>PS256</c> that its <c>alg</c> names.
/// Safe for threads: each verification borrows an imported key of its own.
/// </summary>
internal sealed class JsonWebKey
{
    private static readonly string[] Secrets = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    private readonly ConcurrentBag<AsymmetricAlgorithm> _imported = [];
    private readonly ECParameters _point;
    private readonly RSAParameters _modulus;

    private JsonWebKey(string? id, string algorithm, ECParameters point, RSAParameters modulus)
    {
        (Algorithm, _point, _modulus) = (algorithm, point, modulus);
        Thumbprint = Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Canonical)));
        Id = id ?? Thumbprint;
    }

    /// <summary>Its id: the one that it came with, else its thumbprint.</summary>
    public string Id { get; }

    /// <summary>The only algorithm that it verifies.</summary>
    public string Algorithm { get; }

    /// <summary>RFC 7638 thumbprint over SHA-256.</summary>
    public string Thumbprint { get; }

    /// <summary>Its required members only, in the order of their names, without spaces (RFC 7638 §3.2).</summary>
    public string Canonical => Algorithm == JwsAlgorithm.Es256
        ? $$"""{"crv":"P-256","kty":"EC","x":"{{Base64UrlText.Encode(_point.Q.X)}}","y":"{{Base64UrlText.Encode(_point.Q.Y)}}"}"""
        : $$"""{"e":"{{Base64UrlText.Encode(_modulus.Exponent)}}","kty":"RSA","n":"{{Base64UrlText.Encode(_modulus.Modulus)}}"}""";

    /// <summary>Reads one; null when it is not a public signature key of these kinds.</summary>
    public static JsonWebKey? Parse(JsonElement json) => Parse(json, "sig", null);

    /// <summary>The same for keys of others.</summary>
    /// <param name="json">The key.</param>
    /// <param name="use">What its <c>use</c> must be where it says one.</param>
    /// <param name="rsaAlgorithm">The algorithm of an RSA key that names none; null to refuse such.</param>
    public static JsonWebKey? Parse(JsonElement json, string use, string? rsaAlgorithm)
    {
        if (json.ValueKind != JsonValueKind.Object || Secrets.Any(name => json.Has(name)) || (json.Has("use") && json.Text("use") != use) || (json.Has("kid") && json.Text("kid", 128) is null))
        {
            return null;
        }

        var key = json.Text("kty") switch
        {
            "EC" when json.Text("crv") == "P-256" && json.Text("alg") is null or JwsAlgorithm.Es256 => Ec(json),
            "RSA" when (json.Has("alg") ? json.Text("alg") : rsaAlgorithm) is (JwsAlgorithm.Rs256 or JwsAlgorithm.Ps256) and var algorithm => Rsa(json, algorithm),
            _ => null,
        };
        return key is not null && key.IsUsable() ? key : null;
    }

    /// <summary>The public half of a P-256 key.</summary>
    public static JsonWebKey Of(ECDsa key) => new(null, JwsAlgorithm.Es256, key.ExportParameters(includePrivateParameters: false), default);

    /// <summary>The public half of an RSA key for <c>RS256</c>.</summary>
    public static JsonWebKey Of(RSA key) => new(null, JwsAlgorithm.Rs256, default, key.ExportParameters(includePrivateParameters: false));

    /// <summary>Whether a signature is this key's over these bytes.</summary>
    public bool Verify(byte[] data, byte[] signature)
    {
        var key = _imported.TryTake(out var idle) ? idle : Import();
        try
        {
            return key is ECDsa ec
                ? signature.Length == 64 && ec.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                : ((RSA)key).VerifyData(data, signature, HashAlgorithmName.SHA256, Algorithm == JwsAlgorithm.Ps256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        }
        finally
        {
            _imported.Add(key);
        }
    }

    /// <summary>Writes it as a member of a key set.</summary>
    public void Write(Utf8JsonWriter json)
    {
        using var canonical = JsonDocument.Parse(Canonical);
        json.WriteStartObject();
        foreach (var member in canonical.RootElement.EnumerateObject())
        {
            member.WriteTo(json);
        }

        json.WriteString("kid", Id);
        json.WriteString("alg", Algorithm);
        json.WriteString("use", "sig");
        json.WriteEndObject();
    }

    private static JsonWebKey? Ec(JsonElement json) =>
        Base64UrlText.Decode(json.Text("x")) is { Length: 32 } x && Base64UrlText.Decode(json.Text("y")) is { Length: 32 } y
            ? new(json.Text("kid", 128), JwsAlgorithm.Es256, new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } }, default)
            : null;

    // Exponents under 65,537 help forgers; longer ones, as longer moduli, cost us time.
    private static JsonWebKey? Rsa(JsonElement json, string algorithm) =>
        Base64UrlText.Decode(json.Text("n", 1_400)) is { Length: >= 256 and <= 1_024 } n && n[0] >= 0x80 && Base64UrlText.Decode(json.Text("e")) is [1, 0, 1] e
            ? new(json.Text("kid", 128), algorithm, default, new RSAParameters { Modulus = n, Exponent = e })
            : null;

    private bool IsUsable()
    {
        try
        {
            _imported.Add(Import());
            return true;
        }
        catch (CryptographicException)
        {
            // The point is not on the curve.
            return false;
        }
    }

    private AsymmetricAlgorithm Import() => Algorithm == JwsAlgorithm.Es256 ? ECDsa.Create(_point) : RSA.Create(_modulus);
}
