using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Identity.Jose;

/// <summary>Signs with one key, P-256 as <c>ES256</c> or RSA as <c>RS256</c>. Safe for threads.</summary>
internal sealed class JwsSigner
{
    private readonly ConcurrentBag<AsymmetricAlgorithm> _imported = [];
    private readonly byte[] _pkcs8;

    private readonly string _algorithm;

    /// <summary>Takes a private key.</summary>
    /// <param name="pkcs8">The key, PKCS #8 in DER.</param>
    /// <param name="algorithm"><c>ES256</c> or <c>RS256</c>, as the key is.</param>
    public JwsSigner(byte[] pkcs8, string algorithm = JwsAlgorithm.Es256)
    {
        (_pkcs8, _algorithm) = (pkcs8, algorithm);
        var key = Import();
        Public = key is ECDsa point ? JsonWebKey.Of(point) : JsonWebKey.Of((RSA)key);
        _imported.Add(key);
    }

    /// <summary>The public half.</summary>
    public JsonWebKey Public { get; }

    /// <summary>The compact form of signed claims.</summary>
    /// <param name="type">The header's <c>typ</c>.</param>
    /// <param name="payload">The claims as JSON.</param>
    public string Sign(string type, ReadOnlySpan<byte> payload) => SignWith($$"""{"alg":"{{_algorithm}}","kid":"{{Public.Id}}","typ":"{{type}}"}""", payload);

    /// <summary>The same, with the public key in the header, for who does not know it (RFC 7515 §4.1.3).</summary>
    public string SignShowingKey(string type, ReadOnlySpan<byte> payload) => SignWith($$"""{"alg":"{{_algorithm}}","jwk":{{Public.Canonical}},"typ":"{{type}}"}""", payload);

    private string SignWith(string header, ReadOnlySpan<byte> payload)
    {
        var signed = $"{Base64UrlText.Encode(Encoding.ASCII.GetBytes(header))}.{Base64UrlText.Encode(payload)}";
        var key = _imported.TryTake(out var idle) ? idle : Import();
        try
        {
            var bytes = Encoding.ASCII.GetBytes(signed);
            var signature = key is ECDsa point
                ? point.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                : ((RSA)key).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return $"{signed}.{Base64UrlText.Encode(signature)}";
        }
        finally
        {
            _imported.Add(key);
        }
    }

    private AsymmetricAlgorithm Import()
    {
        AsymmetricAlgorithm key = _algorithm == JwsAlgorithm.Es256 ? ECDsa.Create() : RSA.Create();
        key.ImportPkcs8PrivateKey(_pkcs8, out _);
        return key;
    }
}
