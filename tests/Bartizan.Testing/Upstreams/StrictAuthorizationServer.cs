using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Testing.Upstreams;

/// <summary>
/// An authorization server that gives nobody anything for nothing: codes and refresh tokens are good once, codes only with their PKCE verifier, redirect
/// address and client, and a refresh token that comes twice ends all that came of its code.
/// </summary>
public sealed class StrictAuthorizationServer : IAsyncDisposable
{
    private readonly ScriptedUpstream _server;
    private readonly ConcurrentDictionary<string, (string Challenge, string Redirect, string Family)> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refresh = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _used = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _ended = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _keys = new(StringComparer.Ordinal);
    private int _count;

    private StrictAuthorizationServer() => _server = ScriptedUpstream.Start(AnswerAsync);

    public string Issuer => _server.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Begins every token that it gives.</summary>
    public string Prefix { get; init; } = "outside";

    public string ClientId { get; init; } = "bartizan";

    public string? ClientSecret { get; init; } = "the-client-secret+/1";

    /// <summary>Seconds for which access tokens count.</summary>
    public int Life { get; set; } = 3_600;

    /// <summary>Whether it gives refresh tokens.</summary>
    public bool Renews { get; set; } = true;

    /// <summary>What it calls itself in its document.</summary>
    public string? SaysIssuer { get; set; }

    /// <summary>What it says instead of giving tokens; null to work.</summary>
    public (int Status, string Body)? Failing { get; set; }

    /// <summary>Further members of its document, each with a comma before it.</summary>
    public string SaysMore { get; set; } = "";

    /// <summary>Whether it says that it binds tokens to keys.</summary>
    public bool SaysBinds { get; set; }

    /// <summary>Whether it binds tokens where a proof is shown, for the key of the code or refresh token.</summary>
    public bool Binds { get; set; }

    /// <summary>What proofs must carry; null for nothing.</summary>
    public string? Nonce { get; set; }

    /// <summary>Every proof that it took or refused.</summary>
    public ConcurrentQueue<ShownProof> Proofs { get; } = new();

    /// <summary>Whether clients may register themselves; what they said is in <see cref="Registered"/>.</summary>
    public bool Registers { get; set; }

    /// <summary>Registrations, each as it came.</summary>
    public ConcurrentQueue<string> Registered { get; } = new();

    /// <summary>How long it takes to give tokens.</summary>
    public TimeSpan Slowness { get; set; }

    /// <summary>Every request to its token endpoint, the form decoded.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Asked { get; } = new();

    /// <summary>Tokens that it was asked to forget.</summary>
    public ConcurrentQueue<string> Revoked { get; } = new();

    /// <summary>Access tokens that count.</summary>
    public ConcurrentDictionary<string, string> Access { get; } = new(StringComparer.Ordinal);

    public static StrictAuthorizationServer Start(string prefix = "outside") => new() { Prefix = prefix };

    /// <summary>What a person's browser does: allows what an address asks for; returns what it brings back.</summary>
    public (string State, string Code) Allow(Uri asked)
    {
        var query = Read(asked.Query.TrimStart('?'));
        if (asked.AbsolutePath != "/authorize" || query["response_type"] != "code" || query["client_id"] != ClientId || query["code_challenge_method"] != "S256")
        {
            throw new InvalidOperationException($"That is no question to answer: {asked}");
        }

        var code = $"code-{Interlocked.Increment(ref _count)}";
        _codes[code] = (query["code_challenge"], query["redirect_uri"], code);
        if (query.TryGetValue("dpop_jkt", out var key))
        {
            _keys[code] = key;
        }

        return (query["state"], code);
    }

    /// <summary>Ends all that came of one code, as a person does who takes it back there.</summary>
    public void End(string code) => _ended[code] = true;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(UpstreamRequest request, UpstreamConnection connection)
    {
        var path = request.Line.Split(' ')[1];
        switch (path)
        {
            case "/.well-known/oauth-authorization-server":
                await connection.JsonAsync($$"""
                    {"issuer":"{{SaysIssuer ?? Issuer}}","authorization_endpoint":"{{Issuer}}/authorize","token_endpoint":"{{Issuer}}/token","revocation_endpoint":"{{Issuer}}/revoke",
                     "authorization_response_iss_parameter_supported":true,"code_challenge_methods_supported":["S256"]{{(Registers ? $",\"registration_endpoint\":\"{Issuer}/register\"" : "")}}{{(SaysBinds ? ",\"dpop_signing_alg_values_supported\":[\"RS256\",\"ES256\"]" : "")}}{{SaysMore}} }
                    """);
                break;
            case "/register" when Registers:
                Registered.Enqueue(request.Body);
                await connection.JsonAsync($$"""{"client_id":"{{ClientId}}","client_secret":"{{ClientSecret}}","client_secret_expires_at":0,"token_endpoint_auth_method":"client_secret_basic"}""", 201);
                break;
            case "/token" or "/revoke" when !IsClient(request):
                await connection.JsonAsync("""{"error":"invalid_client"}""", 401);
                break;
            case "/token":
                await Task.Delay(Slowness);
                var form = Read(request.Body);
                Asked.Enqueue(form);
                var (status, body) = Failing ?? Give(form, ShownProof.Read(request));
                await connection.JsonAsync(body, status, Nonce is null ? "" : $"DPoP-Nonce: {Nonce}\r\n");
                break;
            case "/revoke":
                var token = Read(request.Body)["token"];
                Revoked.Enqueue(token);
                Access.TryRemove(token, out _);
                await connection.JsonAsync("{}");
                break;
            default:
                await connection.JsonAsync("{}", 404);
                break;
        }
    }

    private (int Status, string Body) Give(Dictionary<string, string> form, ShownProof? proof)
    {
        string family;
        if (proof is not null)
        {
            Proofs.Enqueue(proof);
            if (proof.Text("htm") != "POST" || proof.Text("htu") != Issuer + "/token" || proof.Claims.TryGetProperty("ath", out _))
            {
                return (400, """{"error":"invalid_dpop_proof"}""");
            }

            if (Nonce is not null && proof.Text("nonce") != Nonce)
            {
                return (400, """{"error":"use_dpop_nonce"}""");
            }
        }

        if (form["grant_type"] == "authorization_code")
        {
            if (!_codes.TryRemove(form["code"], out var code)
                || code.Redirect != form["redirect_uri"]
                || code.Challenge != Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))))
            {
                return (400, """{"error":"invalid_grant"}""");
            }

            family = code.Family;
        }
        else if (form["grant_type"] != "refresh_token")
        {
            family = form["grant_type"];
        }
        else if (_refresh.TryRemove(form["refresh_token"], out var known) && !_ended.ContainsKey(known))
        {
            _used[form["refresh_token"]] = family = known;
        }
        else
        {
            // Shown twice: somebody else has it too.
            if (_used.TryGetValue(form["refresh_token"], out var twice))
            {
                _ended[twice] = true;
            }

            return (400, """{"error":"invalid_grant","error_description":"gone"}""");
        }

        if (_keys.TryGetValue(family, out var bound) && bound != proof?.Thumbprint)
        {
            return (400, """{"error":"invalid_dpop_proof"}""");
        }

        // What is asked for with nothing but the client's own secret belongs to nothing before it.
        if (Binds && proof is not null && family != form["grant_type"])
        {
            _keys[family] = proof.Thumbprint;
        }

        var number = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var (access, refresh) = ($"{Prefix}-access-{number}", $"{Prefix}-refresh-{number}");
        Access[access] = form.GetValueOrDefault("resource") ?? "";
        _refresh[refresh] = family;
        return (200, $$"""{"access_token":"{{access}}","token_type":"{{(Binds && proof is not null ? "DPoP" : "bearer")}}","expires_in":{{Life}},"scope":"read write"{{(Renews ? $",\"refresh_token\":\"{refresh}\"" : "")}} }""");
    }

    private bool IsClient(UpstreamRequest request) => ClientSecret is null
        ? Read(request.Body).GetValueOrDefault("client_id") == ClientId
        : request.Headers.GetValueOrDefault("Authorization") == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(ClientId)}:{Uri.EscapeDataString(ClientSecret)}"));

    private static Dictionary<string, string> Read(string form) => form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2))
        .ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1].Replace('+', ' ')), StringComparer.Ordinal);
}
