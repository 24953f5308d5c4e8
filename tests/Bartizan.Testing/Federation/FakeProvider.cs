using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace Bartizan.Testing.Federation;

/// <summary>An OpenID provider on this machine that is honest until a test spoils what it says.</summary>
public sealed class FakeProvider : IDisposable
{
    public const string ClientId = "bartizan";
    public const string Secret = "provider-secret-41";

    private readonly HttpListener _http = new();
    private readonly Dictionary<string, (string Nonce, string Challenge, string Redirect, string Subject, JsonObject Claims)> _codes = new(StringComparer.Ordinal);
    private int _documentReads;
    private int _keyReads;

    public FakeProvider(TimeProvider clock)
    {
        Clock = clock;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Issuer = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _http.Prefixes.Add(Issuer + "/");
        _http.Start();
        _ = ServeAsync();
    }

    public TimeProvider Clock { get; set; }

    public string Issuer { get; }

    public RSA Key { get; private set; } = RSA.Create(2048);

    public string KeyId { get; private set; } = "key-1";

    public int DocumentReads => Volatile.Read(ref _documentReads);

    public int KeyReads => Volatile.Read(ref _keyReads);

    /// <summary>Changes the metadata.</summary>
    public Action<JsonObject> Document { get; set; } = _ => { };

    /// <summary>Changes the header and the claims of ID tokens.</summary>
    public Action<JsonObject, JsonObject> IdToken { get; set; } = (_, _) => { };

    /// <summary>Stands in for the signature; null for the provider's own.</summary>
    public Func<string, byte[]>? Signature { get; set; }

    /// <summary>Stands in for the token endpoint's answer; null for the right one.</summary>
    public string? TokenAnswer { get; set; }

    /// <summary>How long the metadata and the token endpoint take.</summary>
    public TimeSpan Slowness { get; set; }

    /// <summary>Answers whoever asks for security event tokens, by their question and their header <c>Authorization</c>.</summary>
    public Func<JsonObject, string?, JsonObject> Poll { get; set; } = (_, _) => [];

    /// <summary>How the client proved itself last.</summary>
    public (string? Authorization, IReadOnlyDictionary<string, string> Form) Asked { get; private set; } = (null, new Dictionary<string, string>());

    /// <summary>The ID token that was given last.</summary>
    public string? Given { get; private set; }

    public void RotateKey()
    {
        Key = RSA.Create(2048);
        KeyId = "key-" + (KeyReads + 100);
    }

    /// <summary>What a person's browser comes back with, who went where the address says: a query without question mark.</summary>
    public string SignIn(Uri address, string subject, params (string Name, JsonNode Value)[] claims)
    {
        var query = HttpUtility.ParseQueryString(address.Query);
        Assert.Equal((Issuer, "code", ClientId, "S256"), (address.GetLeftPart(UriPartial.Authority), query["response_type"], query["client_id"], query["code_challenge_method"]));
        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var said = new JsonObject();
        foreach (var (name, value) in claims)
        {
            said[name] = value.DeepClone();
        }

        if (query["max_age"] == "0")
        {
            said["auth_time"] ??= Clock.GetUtcNow().ToUnixTimeSeconds();
        }

        lock (_codes)
        {
            _codes[code] = (query["nonce"]!, query["code_challenge"]!, query["redirect_uri"]!, subject, said);
        }

        return $"code={code}&state={query["state"]}&iss={Uri.EscapeDataString(Issuer)}";
    }

    /// <summary>Signs claims as the provider does.</summary>
    public string Sign(JsonObject header, JsonObject claims)
    {
        var signed = Encode(header) + "." + Encode(claims);
        return signed + "." + Base64Url.EncodeToString(Signature?.Invoke(signed) ?? Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public void Dispose()
    {
        _http.Close();
        Key.Dispose();
    }

    private async Task<string> PollAsync(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream);
        return Poll(JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject(), request.Headers["Authorization"]).ToJsonString();
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _http.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var (status, body) = context.Request.Url!.AbsolutePath switch
            {
                "/.well-known/openid-configuration" => (200, await MetadataAsync()),
                "/.well-known/ssf-configuration" => (200, new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = Issuer + "/jwks" }.ToJsonString()),
                "/jwks" => (200, Keys()),
                "/poll" => (200, await PollAsync(context.Request)),
                "/token" => await TokenAsync(context.Request),
                _ => (404, "{}"),
            };
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The client had enough.
        }
    }

    private async Task<string> MetadataAsync()
    {
        Interlocked.Increment(ref _documentReads);
        await Task.Delay(Slowness);
        var document = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["jwks_uri"] = Issuer + "/jwks",
            ["end_session_endpoint"] = Issuer + "/logout",
            ["authorization_response_iss_parameter_supported"] = true,
        };
        Document(document);
        return document.ToJsonString();
    }

    // As real sets are: a key for encryption and one of another kind stand beside, and the RSA key names no algorithm.
    private string Keys()
    {
        Interlocked.Increment(ref _keyReads);
        var key = Key.ExportParameters(includePrivateParameters: false);
        var (n, e) = (Base64Url.EncodeToString(key.Modulus), Base64Url.EncodeToString(key.Exponent));
        return $$"""
            {"keys":[
              {"kty":"RSA","use":"enc","kid":"for-encryption","alg":"RSA-OAEP","n":"{{n}}","e":"{{e}}"},
              {"kty":"OKP","crv":"Ed25519","kid":"other","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
              {"kty":"RSA","use":"sig","kid":"{{KeyId}}","n":"{{n}}","e":"{{e}}","x5t":"abc"}]}
            """;
    }

    private async Task<(int, string)> TokenAsync(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream);
        var form = HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
        Asked = (request.Headers["Authorization"], form.AllKeys.ToDictionary(k => k!, k => form[k]!));
        await Task.Delay(Slowness);
        if (TokenAnswer is not null)
        {
            return (200, TokenAnswer);
        }

        lock (_codes)
        {
            if (!_codes.Remove(form["code"] ?? "", out var begun)
                || begun.Redirect != form["redirect_uri"]
                || begun.Challenge != Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"] ?? ""))))
            {
                return (400, """{"error":"invalid_grant"}""");
            }

            var now = Clock.GetUtcNow().ToUnixTimeSeconds();
            const string Access = "an-access-token";
            var claims = begun.Claims;
            claims["iss"] = Issuer;
            claims["sub"] = begun.Subject;
            claims["aud"] = ClientId;
            claims["iat"] = now;
            claims["exp"] = now + 300;
            claims["nonce"] = begun.Nonce;
            claims["at_hash"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Access)).AsSpan(0, 16));
            var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyId };
            IdToken(header, claims);
            Given = Sign(header, claims);
            return (200, JsonSerializer.Serialize(new Dictionary<string, string> { ["id_token"] = Given, ["access_token"] = Access, ["token_type"] = "Bearer" }));
        }
    }
}
