using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Identity.Jose;

/// <summary>Signs with one P-256 key, as <c>ES256</c>. Safe for threads.</summary>
internal sealed class JwsSigner
{
    private readonly ConcurrentBag<ECDsa> _imported = [];
    private readonly byte[] _pkcs8;

    /// <summary>Takes a private key, PKCS #8 in DER.</summary>
    public JwsSigner(byte[] pkcs8)
    {
        _pkcs8 = pkcs8;
        var key = Import();
        Public = JsonWebKey.Of(key);
        _imported.Add(key);
    }

    /// <summary>The public half.</summary>
    public JsonWebKey Public { get; }

    /// <summary>The compact form of signed claims.</summary>
    /// <param name="type">The header's <c>typ</c>.</param>
    /// <param name="payload">The claims as JSON.</param>
    public string Sign(string type, ReadOnlySpan<byte> payload) => SignWith($$"""{"alg":"ES256","kid":"{{Public.Id}}","typ":"{{type}}"}""", payload);

    /// <summary>The same, with the public key in the header, for who does not know it (RFC 7515 §4.1.3).</summary>
    public string SignShowingKey(string type, ReadOnlySpan<byte> payload) => SignWith($$"""{"alg":"ES256","jwk":{{Public.Canonical}},"typ":"{{type}}"}""", payload);

    private string SignWith(string header, ReadOnlySpan<byte> payload)
    {
        var signed = $"{Base64UrlText.Encode(Encoding.ASCII.GetBytes(header))}.{Base64UrlText.Encode(payload)}";
        var key = _imported.TryTake(out var idle) ? idle : Import();
        try
        {
            var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            return $"{signed}.{Base64UrlText.Encode(signature)}";
        }
        finally
        {
            _imported.Add(key);
        }
    }

    private ECDsa Import()
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(_pkcs8, out _);
        return key;
    }
}
