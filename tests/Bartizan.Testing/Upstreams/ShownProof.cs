using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bartizan.Testing.Upstreams;

/// <summary>A DPoP proof as another server reads it (RFC 9449 section 4.3), with nothing of ours.</summary>
public sealed record ShownProof(string Thumbprint, JsonElement Claims)
{
    /// <summary>The proof of a request; null when there is none that is signed by the key that it shows.</summary>
    public static ShownProof? Read(UpstreamRequest request)
    {
        if (!request.Headers.TryGetValue("DPoP", out var text) || text.Split('.') is not [var head, var body, var signature])
        {
            return null;
        }

        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(head)).RootElement;
        var jwk = header.GetProperty("jwk");
        string Part(string name) => jwk.GetProperty(name).GetString()!;
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Base64Url.DecodeFromChars(Part("x")), Y = Base64Url.DecodeFromChars(Part("y")) } });
        return header.GetProperty("typ").GetString() == "dpop+jwt"
            && header.GetProperty("alg").GetString() == "ES256"
            && !jwk.TryGetProperty("d", out _)
            && key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)
            ? new(
                Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{Part("x")}}","y":"{{Part("y")}}"}"""))),
                JsonDocument.Parse(Base64Url.DecodeFromChars(body)).RootElement)
            : null;
    }

    /// <summary>A claim's text; null where it is not there.</summary>
    public string? Text(string name) => Claims.TryGetProperty(name, out var claim) ? claim.GetString() : null;
}
