using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>A person connects an account in the console of the real program, an agent that acts for this person uses it, and nobody ever sees its token.</summary>
public sealed class AccountTests
{
    private const string App = "http://127.0.0.1:1/callback";

    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task An_agent_uses_the_account_of_the_person_it_acts_for_through_renewal_refusal_and_a_kill()
    {
        await using var outside = StrictAuthorizationServer.Start("canaryTokenOfThePerson");
        outside.Life = 5;
        await using var tools = ScriptedUpstream.Start((request, connection) =>
        {
            var id = JsonDocument.Parse(request.Body).RootElement.TryGetProperty("id", out var found) ? found.GetRawText() : "null";
            var sent = request.Headers.GetValueOrDefault("Authorization", "").Replace("Bearer ", "", StringComparison.Ordinal);
            return !outside.Access.ContainsKey(sent) ? connection.JsonAsync("{}", 401)
                : request.Body.Contains("tools/list", StringComparison.Ordinal)
                    ? connection.JsonAsync($$"""{"jsonrpc":"2.0","id":{{id}},"result":{"tools":[{"name":"show","description":"Shows.","inputSchema":{"type":"object"} }]} }""")
                    : connection.JsonAsync($$"""{"jsonrpc":"2.0","id":{{id}},"result":{"content":[{"type":"text","text":"you are {{sent}}"}]} }""");
        });
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        folder.Write("policies/one.cedar", """@id("allow") permit(principal, action, resource);""");
        var secret = folder.Write("client-secret", outside.ClientSecret!);
        var config = folder.Write("bartizan.yaml", $$"""
            policies: policies
            identity:
              issuer: listener
            recording:
              content: sealed
            gateway:
              upstreams:
                - { name: model, dialect: openai, url: "{{tools.Address}}v1", credential: "file:{{secret}}" }
            mcp:
              servers:
                - name: files
                  url: {{tools.Address}}mcp
                  trust: first-use
                  account:
                    issuer: {{outside.Issuer}}
                    clientId: {{outside.ClientId}}
                    clientSecret: file:{{secret}}
                    scopes: [read, write]
            """);
        var seen = new StringBuilder();
        await using (var bartizan = await BartizanProcess.StartAsync(data, "--config", config))
        {
            await RunAsync("agent", "add", "app", "--owner", "grace", "--data", data);
            var agent = (await RunAsync("agent", "credentials", "app", "--public", "--redirect", "http://127.0.0.1/callback", "--grant", "authorization_code", "--scope", "mcp:files", "--data", data)).Split('\n')[0].Trim();
            using var person = new Browser(bartizan.Console!);
            await person.PostAsync("/api/session/link", new { token = HttpUtility.ParseQueryString(new Uri(bartizan.SignIn!).Fragment.TrimStart('#'))["token"] });
            await person.PostAsync("/api/session/account", new { name = "ada", password = "a rather long walk on the wall" });
            var token = await TokenAsync(bartizan, person, agent);

            var before = await CallAsync(bartizan, token);
            Assert.True(before.Contains("connection_needed", StringComparison.Ordinal), before + bartizan.Errors);
            Assert.Contains($"{bartizan.Console}accounts", before, StringComparison.Ordinal);
            Assert.Empty(tools.Requests);

            var redirect = (await person.PostAsync("/api/connected-accounts/files/begin", new { })).GetProperty("redirect").GetString()!;
            Assert.Contains(Uri.EscapeDataString($"{bartizan.Console}accounts/callback"), redirect, StringComparison.Ordinal);
            var (state, code) = outside.Allow(new Uri(redirect));
            var listed = await person.PostAsync("/api/connected-accounts/complete", new { state, code, iss = outside.Issuer });
            Assert.Equal("connected", listed.GetProperty("items")[0].GetProperty("state").GetString());
            seen.Append(redirect).Append(listed.GetRawText());

            // Every token ends after five seconds, less than the margin: each call renews it first.
            for (var i = 0; i < 3; i++)
            {
                var answer = await CallAsync(bartizan, token);
                Assert.Contains("you are ****", answer, StringComparison.Ordinal);
                seen.Append(answer);
            }

            await bartizan.KillAsync();
            seen.Append(bartizan.Errors);
        }

        await using (var again = await BartizanProcess.StartAsync(data, "--config", config))
        {
            using var person = new Browser(again.Console!);
            await person.PostAsync("/api/session/password", new { name = "ada", password = "a rather long walk on the wall" });
            Assert.Equal("connected", (await person.GetAsync("/api/connected-accounts")).GetProperty("items")[0].GetProperty("state").GetString());
            outside.Failing = (400, """{"error":"invalid_grant"}""");
            await RunAsync("agent", "add", "other", "--owner", "grace", "--data", data);
            var agent = (await RunAsync("agent", "credentials", "other", "--public", "--redirect", "http://127.0.0.1/callback", "--grant", "authorization_code", "--scope", "mcp:files", "--data", data)).Split('\n')[0].Trim();
            var token = await TokenAsync(again, person, agent);
            seen.Append(await CallAsync(again, token));
            Assert.Contains("reauthorization_needed", seen.ToString(), StringComparison.Ordinal);
            Assert.Equal("needsReauthorization", (await person.GetAsync("/api/connected-accounts")).GetProperty("items")[0].GetProperty("state").GetString());
            outside.Failing = null;
            var (state, code) = outside.Allow(new Uri((await person.PostAsync("/api/connected-accounts/files/begin", new { })).GetProperty("redirect").GetString()!));
            await person.PostAsync("/api/connected-accounts/complete", new { state, code, iss = outside.Issuer });
            seen.Append(await CallAsync(again, token));
            Assert.Equal("notConnected", (await person.PostAsync("/api/connected-accounts/files/disconnect", new { })).GetProperty("items")[0].GetProperty("state").GetString());
            Assert.Equal(2, outside.Revoked.Count);
            Assert.Contains("connection_needed", await CallAsync(again, token), StringComparison.Ordinal);
            seen.Append(await Client.GetStringAsync(new Uri(again.Gateway, "/metrics"))).Append(await RunAsync("events", "export", "--data", data)).Append(again.Errors);
            // Nothing that the agent has reaches the server.
            Assert.All(tools.Requests, r => Assert.DoesNotContain(token, r.Everything, StringComparison.Ordinal));
        }

        var canary = new Canary("canaryTokenOfThePerson");
        canary.IsNotIn("what clients, people, metrics or logs saw", seen.ToString());
        canary.IsNowhereIn(data);
        new Canary(outside.ClientSecret!).IsNotIn("what clients, people, metrics or logs saw", seen.ToString());
        new Canary(outside.ClientSecret!).IsNowhereIn(data);
        Assert.Contains("account.needs-reauthorization", seen.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> TokenAsync(BartizanProcess bartizan, Browser person, string agent)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var resource = Uri.EscapeDataString(new Uri(bartizan.Gateway, "/mcp/files").AbsoluteUri);
        var ask = new Uri(bartizan.Gateway, $"/oauth/authorize?response_type=code&client_id={agent}&redirect_uri={Uri.EscapeDataString(App)}&state=s&scope=mcp:files&resource={resource}&code_challenge={challenge}&code_challenge_method=S256");
        using var page = await Client.GetAsync(ask);
        Assert.True(page.Headers.Location is not null, await page.Content.ReadAsStringAsync());
        var id = HttpUtility.ParseQueryString(page.Headers.Location.Query)["request"];
        var answer = (await person.PostAsync($"/api/consents/requests/{id}/answer", new { allow = true })).GetProperty("redirect").GetString()!;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = HttpUtility.ParseQueryString(new Uri(answer).Query)["code"]!,
            ["redirect_uri"] = App,
            ["code_verifier"] = verifier,
            ["client_id"] = agent,
        });
        using var given = await Client.PostAsync(new Uri(bartizan.Gateway, "/oauth/token"), form);
        var text = await given.Content.ReadAsStringAsync();
        Assert.True(given.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!;
    }

    private static async Task<string> CallAsync(BartizanProcess bartizan, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/mcp/files"))
        {
            Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"show","arguments":{}}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await Client.SendAsync(request);
        return string.Join('\n', response.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}")) + await response.Content.ReadAsStringAsync();
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await BartizanProcess.RunAsync(arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    /// <summary>A person's browser without a screen.</summary>
    private sealed class Browser(Uri console) : IDisposable
    {
        private readonly HttpClient _http = new() { BaseAddress = console };
        private string? _csrf;

        public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative))).RootElement;

        public async Task<JsonElement> PostAsync(string path, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            if (_csrf is not null)
            {
                request.Headers.Add("x-bartizan-csrf", _csrf);
            }

            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {text}");
            var json = JsonDocument.Parse(text).RootElement;
            _csrf = path.StartsWith("/api/session", StringComparison.Ordinal) ? json.GetProperty("csrfToken").GetString() : _csrf;
            return json;
        }

        public void Dispose() => _http.Dispose();
    }
}
