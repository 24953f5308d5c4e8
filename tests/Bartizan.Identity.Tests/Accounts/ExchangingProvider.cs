using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Identity.Federation;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Identity.Tests.Accounts;

/// <summary>An identity provider that says for whom Bartizan may act elsewhere, or something else as a test wishes.</summary>
internal sealed class ExchangingProvider : IAsyncDisposable
{
    private readonly ScriptedUpstream _server;

    public ExchangingProvider() => _server = ScriptedUpstream.Start((request, connection) => request.Line.Split(' ')[1] switch
    {
        "/.well-known/openid-configuration" => connection.JsonAsync($$"""{"issuer":"{{Issuer}}","authorization_endpoint":"{{Issuer}}/authorize","token_endpoint":"{{Issuer}}/token","jwks_uri":"{{Issuer}}/keys"}"""),
        "/token" => connection.JsonAsync(Answer(request), Status),
        _ => connection.JsonAsync("{}", 404),
    });

    public string Issuer => _server.Address.GetLeftPart(UriPartial.Authority);

    public ProviderOptions Options => new() { Name = "staff", Issuer = Issuer, ClientId = "bartizan-there", Credential = "the-secret-there", Inside = true, Exchanges = true };

    /// <summary>Every question.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Asked { get; } = new();

    public int Status { get; set; } = 200;

    /// <summary>Changes header, claims and answer before they go out.</summary>
    public Action<JsonObject, JsonObject, JsonObject>? Spoil { get; set; }

    /// <summary>The last assertion that it gave.</summary>
    public string Given { get; private set; } = "";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Answer(UpstreamRequest request)
    {
        var form = request.Body.Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1].Replace('+', ' ')), StringComparer.Ordinal);
        form["authorization"] = request.Headers["Authorization"];
        Asked.Enqueue(form);
        if (Status != 200)
        {
            return """{"error":"invalid_grant"}""";
        }

        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "oauth-id-jag+jwt" };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = form["audience"],
            ["client_id"] = "bartizan",
            ["sub"] = "ada-7",
            ["jti"] = $"j{Asked.Count}",
            ["resource"] = form["resource"],
            ["scope"] = form["scope"],
            ["exp"] = 4_102_444_800,
        };
        var answer = new JsonObject { ["issued_token_type"] = "urn:ietf:params:oauth:token-type:id-jag", ["token_type"] = "N_A" };
        Spoil?.Invoke(header, claims, answer);
        Given = $"{Part(header)}.{Part(claims)}.{Base64Url.EncodeToString("signed"u8)}";
        answer["access_token"] ??= Given;
        return answer.ToJsonString();
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
