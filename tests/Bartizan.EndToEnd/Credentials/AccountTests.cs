using System.Text;
using System.Text.Json;
using System.Web;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>A person connects an account in the console of the real program, an agent that acts for this person uses it, and nobody ever sees its token.</summary>
public sealed class AccountTests
{
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
            await BartizanProcess.OutputAsync("agent", "add", "app", "--owner", "grace", "--data", data);
            var agent = (await BartizanProcess.OutputAsync("agent", "credentials", "app", "--public", "--redirect", "http://127.0.0.1/callback", "--grant", "authorization_code", "--scope", "mcp:files", "--data", data)).Split('\n')[0].Trim();
            using var person = new PersonBrowser(bartizan.Console!);
            await person.PostAsync("/api/session/link", new { token = HttpUtility.ParseQueryString(new Uri(bartizan.SignIn!).Fragment.TrimStart('#'))["token"] });
            await person.PostAsync("/api/session/account", new { name = "ada", password = "a rather long walk on the wall" });
            var token = await AccountSite.TokenAsync(bartizan, person, agent);

            var before = await AccountSite.CallAsync(bartizan, token);
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
                var answer = await AccountSite.CallAsync(bartizan, token);
                Assert.Contains("you are ****", answer, StringComparison.Ordinal);
                seen.Append(answer);
            }

            await bartizan.KillAsync();
            seen.Append(bartizan.Errors);
        }

        await using (var again = await BartizanProcess.StartAsync(data, "--config", config))
        {
            using var person = new PersonBrowser(again.Console!);
            await person.PostAsync("/api/session/password", new { name = "ada", password = "a rather long walk on the wall" });
            Assert.Equal("connected", (await person.GetAsync("/api/connected-accounts")).GetProperty("items")[0].GetProperty("state").GetString());
            outside.Failing = (400, """{"error":"invalid_grant"}""");
            await BartizanProcess.OutputAsync("agent", "add", "other", "--owner", "grace", "--data", data);
            var agent = (await BartizanProcess.OutputAsync("agent", "credentials", "other", "--public", "--redirect", "http://127.0.0.1/callback", "--grant", "authorization_code", "--scope", "mcp:files", "--data", data)).Split('\n')[0].Trim();
            var token = await AccountSite.TokenAsync(again, person, agent);
            seen.Append(await AccountSite.CallAsync(again, token));
            Assert.Contains("reauthorization_needed", seen.ToString(), StringComparison.Ordinal);
            Assert.Equal("needsReauthorization", (await person.GetAsync("/api/connected-accounts")).GetProperty("items")[0].GetProperty("state").GetString());
            outside.Failing = null;
            var (state, code) = outside.Allow(new Uri((await person.PostAsync("/api/connected-accounts/files/begin", new { })).GetProperty("redirect").GetString()!));
            await person.PostAsync("/api/connected-accounts/complete", new { state, code, iss = outside.Issuer });
            seen.Append(await AccountSite.CallAsync(again, token));
            Assert.Equal("notConnected", (await person.PostAsync("/api/connected-accounts/files/disconnect", new { })).GetProperty("items")[0].GetProperty("state").GetString());
            Assert.Equal(2, outside.Revoked.Count);
            Assert.Contains("connection_needed", await AccountSite.CallAsync(again, token), StringComparison.Ordinal);
            seen.Append(await AccountSite.Client.GetStringAsync(new Uri(again.Gateway, "/metrics"))).Append(await BartizanProcess.OutputAsync("events", "export", "--data", data)).Append(again.Errors);
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
}
