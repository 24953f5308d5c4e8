using System.Net;
using System.Text.Json;
using System.Web;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>Connected accounts with a real authorization server on the other side, which nobody here wrote.</summary>
public sealed class OidcProviderTests
{
    private const string Callback = "https://console.example/accounts/callback";
    private const string Resource = "https://files.example/mcp";
    private const string Secret = "the-client-secret+/1";

    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OidcProvider)]
    public async Task A_person_connects_at_it_tokens_are_renewed_and_taken_back_there()
    {
        await using var outside = await AccountServerProcess.StartAsync(Callback, Secret, Resource);
        await using var tools = ScriptedUpstream.Start((request, connection) =>
        {
            var id = JsonDocument.Parse(request.Body).RootElement.TryGetProperty("id", out var found) ? found.GetRawText() : "null";
            return request.Body.Contains("tools/list", StringComparison.Ordinal)
                ? connection.JsonAsync($$"""{"jsonrpc":"2.0","id":{{id}},"result":{"tools":[{"name":"show","description":"Shows.","inputSchema":{"type":"object"} }]} }""")
                : connection.JsonAsync($$"""{"jsonrpc":"2.0","id":{{id}},"result":{"content":[{"type":"text","text":"fine"}]} }""");
        });
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        folder.Write("policies/one.cedar", """@id("allow") permit(principal, action, resource);""");
        var secret = folder.Write("client-secret", Secret);
        var config = folder.Write("bartizan.yaml", $$"""
            policies: policies
            elevation:
              console: https://console.example
            identity:
              issuer: listener
            gateway:
              upstreams:
                - { name: model, dialect: openai, url: "{{tools.Address}}v1", credential: "file:{{secret}}" }
            mcp:
              servers:
                - name: files
                  url: {{tools.Address}}mcp
                  trust: first-use
                  account: { issuer: "{{outside.Address.GetLeftPart(UriPartial.Authority)}}", clientId: bartizan, clientSecret: "file:{{secret}}", scopes: [read, write], resource: "{{Resource}}" }
            """);
        await using var bartizan = await BartizanProcess.StartAsync(data, "--config", config);
        await BartizanProcess.OutputAsync("agent", "add", "app", "--owner", "grace", "--data", data);
        var agent = (await BartizanProcess.OutputAsync("agent", "credentials", "app", "--public", "--redirect", "http://127.0.0.1/callback", "--grant", "authorization_code", "--scope", "mcp:files", "--data", data)).Split('\n')[0].Trim();
        using var person = new PersonBrowser(bartizan.Console!);
        await person.PostAsync("/api/session/link", new { token = HttpUtility.ParseQueryString(new Uri(bartizan.SignIn!).Fragment.TrimStart('#'))["token"] });
        await person.PostAsync("/api/session/account", new { name = "ada", password = "a rather long walk on the wall" });
        var token = await AccountSite.TokenAsync(bartizan, person, agent);

        var brought = await WalkAsync(new Uri((await person.PostAsync("/api/connected-accounts/files/begin", new { })).GetProperty("redirect").GetString()!));
        var listed = await person.PostAsync("/api/connected-accounts/complete", new { state = brought["state"], code = brought["code"], iss = brought["iss"] });
        Assert.Equal("connected", listed.GetProperty("items")[0].GetProperty("state").GetString());

        // Its tokens end after four seconds, less than the margin: each call renews them, and each refresh token is good once.
        for (var i = 0; i < 3; i++)
        {
            Assert.Contains("fine", await AccountSite.CallAsync(bartizan, token), StringComparison.Ordinal);
        }

        // It binds tokens to keys, and wants its nonces in proofs.
        Assert.All(tools.Requests, r => Assert.StartsWith("DPoP ", r.Headers["Authorization"], StringComparison.Ordinal));
        Assert.Single(tools.Requests.Select(r => ShownProof.Read(r)!.Thumbprint).Distinct());
        var sent = tools.Requests.Select(r => r.Headers["Authorization"]["DPoP ".Length..]).Distinct().ToList();
        Assert.True(sent.Count >= 3, string.Join(' ', sent));
        Assert.True(await ActiveAsync(outside, sent[^1]));
        var disconnected = await person.PostAsync("/api/connected-accounts/files/disconnect", new { });
        Assert.Equal("notConnected", disconnected.GetProperty("items")[0].GetProperty("state").GetString());
        Assert.False(await ActiveAsync(outside, sent[^1]));
        Assert.Contains("connection_needed", await AccountSite.CallAsync(bartizan, token), StringComparison.Ordinal);
        foreach (var one in sent)
        {
            new Canary(one).IsNowhereIn(data);
        }
    }

    // A browser on its way: keeps cookies and follows redirects until it is sent back to the console.
    private static async Task<System.Collections.Specialized.NameValueCollection> WalkAsync(Uri at)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        for (var i = 0; i < 10; i++)
        {
            using var page = await browser.GetAsync(at);
            Assert.True(page.Headers.Location is not null, await page.Content.ReadAsStringAsync());
            at = new Uri(at, page.Headers.Location);
            if (at.AbsoluteUri.StartsWith(Callback, StringComparison.Ordinal))
            {
                return HttpUtility.ParseQueryString(at.Query);
            }
        }

        throw new InvalidOperationException($"It leads nowhere: {at}");
    }

    private static async Task<bool> ActiveAsync(AccountServerProcess outside, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(outside.Address, "/token/introspection"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token, ["client_id"] = "bartizan", ["client_secret"] = Secret }),
        };
        using var answer = await AccountSite.Client.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("active").GetBoolean();
    }
}
