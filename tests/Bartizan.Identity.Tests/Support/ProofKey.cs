using System.Security.Cryptography;
using System.Text;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Tests.Support;

/// <summary>A client's key that makes DPoP proofs, good and bad.</summary>
internal sealed class ProofKey : IDisposable
{
    private int _made;

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Thumbprint => JsonWebKey.Of(Key).Thumbprint;

    public string Make(
        DateTimeOffset now,
        string? nonce,
        string? token = null,
        string method = "POST",
        string address = Realm.Origin + Issuer.TokenPath,
        string? id = null,
        string type = "dpop+jwt",
        string? jwk = null,
        string algorithm = "ES256")
    {
        var claims = new StringBuilder($$"""{"jti":"{{id ?? $"proof-{_made++}"}}","htm":"{{method}}","htu":"{{address}}","iat":{{now.ToUnixTimeSeconds()}}""");
        claims.Append(nonce is null ? "" : $",\"nonce\":\"{nonce}\"");
        claims.Append(token is null ? "" : $",\"ath\":\"{Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(token)))}\"");
        return Realm.Sign(Key, $$"""{"typ":"{{type}}","alg":"{{algorithm}}","jwk":{{jwk ?? Realm.Jwk(Key)}}}""", claims.Append('}').ToString());
    }

    public void Dispose() => Key.Dispose();
}
