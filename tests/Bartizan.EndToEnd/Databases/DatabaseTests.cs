using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Credentials;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Bartizan.Testing.Databases;

namespace Bartizan.EndToEnd.Databases;

/// <summary>Agents get logins at a real PostgreSQL server from the real program, each for one mandate, and lose them with it.</summary>
public sealed class DatabaseTests
{
    private const string Mandate = """[{"type":"bartizan_mandate","purpose":"refund order 17"}]""";

    private static readonly HttpClient Client = new();

    [RequiresFact(PostgresProcess.Install, PostgresProcess.Server, PostgresProcess.Client)]
    public async Task A_login_lives_as_long_as_its_mandate_whatever_happens_meanwhile()
    {
        await using var server = await PostgresProcess.StartAsync();
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        folder.Write("policies/one.cedar", """
            @id("allow") permit(principal, action, resource);
            @id("orders") permit(principal, action == Action::"openDatabase", resource == Database::"orders") when { context.role == "reader" && context.purposes.contains("refund order 17") };
            """);
        var key = folder.Write("key", "an-upstream-key");
        var admin = folder.Write("admin", PostgresProcess.Password);
        var config = folder.Write("bartizan.yaml", $$"""
            policies: policies
            identity:
              issuer: listener
            gateway:
              upstreams:
                - { name: model, dialect: openai, url: "http://127.0.0.1:1/v1", credential: "file:{{key}}" }
            databases:
              - name: orders
                host: 127.0.0.1
                port: {{server.Port}}
                database: orders
                user: bartizan
                password: file:{{admin}}
                lasts: 1h
                roles:
                  - name: reader
                    grants: ["GRANT SELECT ON orders TO {role}"]
            """);
        var seen = new StringBuilder();
        var passwords = new List<string>();
        string[] agent;
        await using (var bartizan = await BartizanProcess.StartAsync(data, "--config", config, "--no-console"))
        {
            await BartizanProcess.OutputAsync("agent", "add", "clerk", "--owner", "grace", "--data", data);
            agent = (await BartizanProcess.OutputAsync("agent", "credentials", "clerk", "--secret", "--data", data)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            async Task<(string User, string Password, string Mandate)> OpenAsync()
            {
                var token = await TokenAsync(bartizan, agent);
                var mandate = token.GetProperty("authorization_details")[0].GetProperty("mandate").GetString()!;
                var (status, login) = await AskAsync(bartizan, token.GetProperty("access_token").GetString()!);
                Assert.True(status == 200, login + bartizan.Errors);
                passwords.Add(login.GetProperty("password").GetString()!);
                Assert.Equal((0, "a tower\n"), await server.QueryAsync(login.GetProperty("username").GetString()!, passwords[^1], "SELECT what FROM orders"));
                return (login.GetProperty("username").GetString()!, passwords[^1], mandate);
            }

            // By its mandate, while a session is open.
            var (user, password, work) = await OpenAsync();
            var busy = server.QueryAsync(user, password, "SELECT pg_sleep(60)");
            Assert.NotEqual(0, (await server.QueryAsync(user, password, "SELECT * FROM salaries")).Exit);
            await BartizanProcess.OutputAsync("mandate", "end", work, "--reason", "paid twice", "--by", "grace", "--data", data);
            Assert.NotEqual(0, (await busy.WaitAsync(TimeSpan.FromMinutes(2))).Exit);
            await UntilNoneAsync(server);
            Assert.NotEqual(0, (await server.QueryAsync(user, password, "SELECT 1")).Exit);

            // By a kill switch.
            await OpenAsync();
            await BartizanProcess.OutputAsync("kill", "throw", "agent", "clerk", "--reason", "test", "--by", "grace", "--data", data);
            await UntilNoneAsync(server);
            await BartizanProcess.OutputAsync("kill", "lift", "agent", "clerk", "--reason", "test", "--by", "grace", "--data", data);

            // By a crash: what nobody ended stays until the next start.
            (user, password, _) = await OpenAsync();
            await bartizan.KillAsync();
            Assert.Equal(0, (await server.QueryAsync(user, password, "SELECT 1")).Exit);
            seen.Append(bartizan.Errors);
        }

        await using (var again = await BartizanProcess.StartAsync(data, "--config", config, "--no-console"))
        {
            await UntilNoneAsync(server);
            var token = await TokenAsync(again, agent);
            var (status, login) = await AskAsync(again, token.GetProperty("access_token").GetString()!);
            Assert.True(status == 200, login + again.Errors);
            passwords.Add(login.GetProperty("password").GetString()!);

            // By the end of the program.
            Assert.Equal(0, await again.StopAsync());
            Assert.Equal(0, await server.LoginsAsync());
            seen.Append(again.Errors).Append(await BartizanProcess.OutputAsync("events", "export", "--data", data));
        }

        foreach (var kind in new[] { "identity.database-login-made", "identity.database-login-dropped" })
        {
            Assert.Equal(4, seen.ToString().Split('\n').Count(line => line.Contains(kind, StringComparison.Ordinal)));
        }

        foreach (var one in passwords.Append(PostgresProcess.Password))
        {
            var canary = new Canary(one);
            canary.IsNotIn("what people and logs saw", seen.ToString());
            canary.IsNowhereIn(data);
        }

        Assert.All(passwords, one => Assert.DoesNotContain(one, server.Log, StringComparison.Ordinal));
    }

    private static async Task UntilNoneAsync(PostgresProcess server)
    {
        await Patience.UntilAsync(async () => await server.LoginsAsync() == 0);

        Assert.Equal(0, await server.LoginsAsync());
    }

    private static async Task<JsonElement> TokenAsync(BartizanProcess bartizan, string[] agent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/oauth/token"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["authorization_details"] = Mandate }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{agent[0].Trim()}:{agent[1].Trim()}")));
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<(int Status, JsonElement Json)> AskAsync(BartizanProcess bartizan, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/oauth/databases"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["database"] = "orders", ["role"] = "reader" }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await Client.SendAsync(request);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
