using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Credentials;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Outbound;

/// <summary>A key to which another authorization server binds tokens, and the proofs that Bartizan has it (RFC 9449). One for each grant, so that no two servers see the same.</summary>
/// <param name="pkcs8">P-256 as PKCS #8 in DER.</param>
/// <param name="clock">What time it is.</param>
internal sealed class ProofKey(byte[] pkcs8, TimeProvider clock)
{
    /// <summary>The algorithm of its proofs.</summary>
    public const string Algorithm = JwsAlgorithm.Es256;

    /// <summary>The kind of token that is bound to a key (RFC 9449 section 5).</summary>
    public const string TokenType = "DPoP";

    private readonly JwsSigner _signer = new(pkcs8);

    /// <summary>The key itself.</summary>
    public byte[] Pkcs8 => pkcs8;

    /// <summary>What others know it by (RFC 7638).</summary>
    public string Thumbprint => _signer.Public.Thumbprint;

    /// <summary>A new one.</summary>
    public static byte[] New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    /// <summary>How a token that is bound to the key is shown.</summary>
    public ITokenProofs ProofsOf(string token) => new Shown(this, token);

    /// <summary>A proof, good once (RFC 9449 section 4.2).</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="address">The request's address.</param>
    /// <param name="token">The access token that goes along; null where there is none.</param>
    /// <param name="nonce">What the server last said that proofs must carry; null where it said nothing.</param>
    public string Prove(string method, Uri address, string? token, string? nonce)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("jti", Unguessable.New());
            json.WriteString("htm", method);
            json.WriteString("htu", address.GetLeftPart(UriPartial.Path));
            json.WriteNumber("iat", clock.GetUtcNow().ToUnixTimeSeconds());
            if (token is not null)
            {
                json.WriteString("ath", Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token))));
            }

            if (nonce is not null)
            {
                json.WriteString("nonce", nonce);
            }

            json.WriteEndObject();
        }

        return _signer.SignShowingKey("dpop+jwt", bytes.WrittenSpan);
    }

    private sealed class Shown(ProofKey key, string token) : ITokenProofs
    {
        public string Prove(string method, Uri address, string? nonce) => key.Prove(method, address, token, nonce);
    }
}
