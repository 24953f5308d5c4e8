using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Clients;

/// <summary>The authorization server as real OAuth clients see it, through the real program.</summary>
public class AuthorizationServerTests
{
    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient)]
    public async Task Real_clients_get_use_narrow_and_end_tokens()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", upstream.Configure("identity:\n  issuer: listener"), "--no-console");
        foreach (var name in new[] { "owner", "helper", "signer" })
        {
            await BartizanProcess.LinesAsync("agent", "add", name, "--owner", "ada", "--data", folder.Path);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var scopes = new[] { "--scope", "read", "--scope", "write", "--grant", "client_credentials", "--grant", "token-exchange", "--data", folder.Path };
        var owner = await BartizanProcess.LinesAsync(["agent", "credentials", "owner", "--secret", "--delegate", "helper", .. scopes]);
        var helper = await BartizanProcess.LinesAsync(["agent", "credentials", "helper", "--secret", "--delegate", "signer", .. scopes]);
        var signer = await BartizanProcess.LinesAsync(["agent", "credentials", "signer", "--jwks", folder.Write("jwks.json", Jwks(key)), .. scopes]);
        var result = await NodeClient.RunAsync(
            McpServerProcess.Node,
            "oauth.mjs",
            bartizan,
            [],
            [("OWNER", owner[0]), ("OWNER_SECRET", owner[1]), ("HELPER", helper[0]), ("HELPER_SECRET", helper[1]), ("SIGNER", signer[0]), ("SIGNER_KEY", key.ExportPkcs8PrivateKeyPem())]);
        string Of(string name) => result.GetProperty(name).GetRawText();
        Assert.Equal("""[true,"read write",300,true]""", Of("verified"));
        Assert.Equal(("true", "true", "\"granted\"", "200"), (Of("post"), Of("assertion"), Of("secondAssertion"), Of("used")));
        Assert.Equal("""[true,true,null,"read",60,true,"urn:ietf:params:oauth:token-type:access_token"]""", Of("child"));
        Assert.Equal("[200,403]", Of("childUsed"));
        Assert.Equal("""["invalid_scope","invalid_authorization_details","invalid_target"]""", Of("wider"));
        Assert.Equal(("\"granted\"", "\"invalid_request\"", "\"invalid_request\""), (Of("narrower"), Of("loop"), Of("stranger")));
        Assert.Equal(("""["dpop",true]""", "[200,1]", "200", "[401,401]"), (Of("bound"), Of("boundUsed"), Of("again"), Of("stolen")));
        Assert.NotEqual("\"granted\"", Of("thief"));
        Assert.Equal("[true,true]", Of("active"));
        Assert.Equal("""[false,401,401,"invalid_request"]""", Of("revoked"));
        Assert.Equal($"""["bearer",true,"{bartizan.Gateway.AbsoluteUri.TrimEnd('/')}"]""", Of("strict"));

        var last = result.GetProperty("last").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bartizan, last));
        await BartizanProcess.LinesAsync("agent", "revoke", "helper", "--data", folder.Path);
        await Patience.UntilAsync(async () => await StatusAsync(bartizan, last) != HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(bartizan, last));
        Assert.Equal(0, await bartizan.StopAsync());
        await BartizanProcess.LinesAsync("ledger", "verify", "--data", folder.Path);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf("eyJ"u8) < 0, $"{Path.GetFileName(file)} holds a token.");
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(owner[1])) < 0, $"{Path.GetFileName(file)} holds a secret.");
        }
    }

    [Fact]
    public async Task Tokens_outlive_a_kill_and_so_does_what_was_revoked()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        string[] start = ["--config", upstream.Configure("identity:\n  issuer: http://127.0.0.1:4180"), "--no-console"];
        string kept, ended;
        await using (var first = await BartizanProcess.StartAsync(folder.Path, start))
        {
            await BartizanProcess.LinesAsync("agent", "add", "owner", "--owner", "ada", "--data", folder.Path);
            var owner = await BartizanProcess.LinesAsync("agent", "credentials", "owner", "--secret", "--data", folder.Path);
            (kept, ended) = (await TokenAsync(first, owner), await TokenAsync(first, owner));
            using var revoked = await PostAsync(first, "/oauth/revoke", owner, ("token", ended));
            Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
            await first.KillAsync();
        }

        await using var second = await BartizanProcess.StartAsync(folder.Path, start);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await StatusAsync(second, kept), await StatusAsync(second, ended)));
        await BartizanProcess.LinesAsync("identity", "keys", "rotate", "--now", "--data", folder.Path);
        await Patience.UntilAsync(async () => await StatusAsync(second, kept) != HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(second, kept));
    }

    [Fact]
    public async Task Without_an_issuer_there_is_no_authorization_server()
    {
        using var folder = new TempFolder();
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--no-console");
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        foreach (var path in new[] { "/.well-known/oauth-authorization-server", "/oauth/jwks" })
        {
            using var response = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private static async Task<string> TokenAsync(BartizanProcess bartizan, string[] client)
    {
        using var response = await PostAsync(bartizan, "/oauth/token", client, ("grant_type", "client_credentials"));
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<HttpResponseMessage> PostAsync(BartizanProcess bartizan, string path, string[] client, params (string Name, string Value)[] form)
    {
        using var http = new HttpClient { BaseAddress = bartizan.Gateway };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client[0]}:{client[1]}")));
        return await http.SendAsync(request);
    }

    private static async Task<HttpStatusCode> StatusAsync(BartizanProcess bartizan, string token)
    {
        using var http = new HttpClient { BaseAddress = bartizan.Gateway };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/models");
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static string Jwks(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        string Text(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
        return $$"""{"keys":[{"kty":"EC","crv":"P-256","x":"{{Text(point.X)}}","y":"{{Text(point.Y)}}"}]}""";
    }
}
