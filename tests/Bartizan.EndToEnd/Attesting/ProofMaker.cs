using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bartizan.EndToEnd.Attesting;

/// <summary>A key of an instance, and requests with proofs of it (RFC 9449).</summary>
internal sealed class ProofMaker : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _made;
    private string? _token;

    /// <summary>Asks for an identity, and again with the nonce that is wanted; the error, or null and the instance.</summary>
    public async Task<(string? Instance, string? Error)> AttestAsync(Uri gateway, string agent, string evidence)
    {
        using var http = new HttpClient();
        string? nonce = null;
        for (var i = 0; ; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, "/oauth/token"))
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "urn:bartizan:params:oauth:grant-type:attestation",
                    ["client_id"] = agent,
                    ["evidence"] = evidence,
                }),
            };
            request.Headers.Add("DPoP", Proof(request.RequestUri!.AbsoluteUri, nonce));
            using var response = await http.SendAsync(request);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            if (response.IsSuccessStatusCode)
            {
                _token = answer.RootElement.GetProperty("access_token").GetString();
                return (answer.RootElement.GetProperty("instance").GetString(), null);
            }

            var error = answer.RootElement.GetProperty("error").GetString();
            if (error != "use_dpop_nonce" || i > 0)
            {
                return (null, error);
            }

            nonce = NonceOf(response.Headers);
        }
    }

    /// <summary>Sends a request with the identity that it got, and a proof; the status.</summary>
    public async Task<int> SendAsync(Uri address, string body)
    {
        using var http = new HttpClient();
        string? nonce = null;
        for (var i = 0; ; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("Authorization", $"DPoP {_token}");
            var digest = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_token!)));
            request.Headers.Add("DPoP", Proof(address.AbsoluteUri, nonce, $",\"ath\":\"{digest}\""));
            using var response = await http.SendAsync(request);
            if (response.StatusCode != System.Net.HttpStatusCode.Unauthorized || i > 0 || !response.Headers.Contains("DPoP-Nonce"))
            {
                return (int)response.StatusCode;
            }

            nonce = NonceOf(response.Headers);
        }
    }

    public void Dispose() => _key.Dispose();

    private static string NonceOf(HttpResponseHeaders headers) => headers.GetValues("DPoP-Nonce").Single();

    private string Proof(string address, string? nonce, string more = "")
    {
        var point = _key.ExportParameters(false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
        var claims = $$"""{"jti":"{{_made++}}","htm":"POST","htu":"{{address}}","iat":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}{{(nonce is null ? "" : $",\"nonce\":\"{nonce}\"")}}{{more}}}""";
        var signed = $"{Text($$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{jwk}}}""")}.{Text(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))}";
    }

    private static string Text(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
