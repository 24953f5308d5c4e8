using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Mandates;

/// <summary>Mandates in the real program: one piece of work, two agents, one purse.</summary>
public sealed class MandateTests
{
    private const string Chunk = "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"demo\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"on and on \"},\"finish_reason\":null}]}\n\n";

    private static readonly HttpClient Client = new();

    [Fact]
    public async Task Two_agents_spend_of_one_mandate_through_a_kill_and_ending_it_cuts_what_is_under_way()
    {
        var asked = 0;
        await using var upstream = ScriptedUpstream.Start(async (request, connection) =>
        {
            Interlocked.Increment(ref asked);
            await connection.BeginEventsAsync();
            for (var i = 0; i < (request.Body.Contains("long", StringComparison.Ordinal) ? 6_000 : 1); i++)
            {
                await connection.ChunkAsync(Chunk);
                await Task.Delay(20);
            }

            await connection.ChunkAsync("data: [DONE]\n\n");
            await connection.EndAsync();
        });
        using var folder = new TempFolder();
        folder.Write("key", "upstream-key");
        folder.Write("policies/one.cedar", """
            @id("allow") permit(principal, action, resource);
            @id("refunds-only") forbid(principal, action, resource) when { !context.purposes.isEmpty() && !context.purposes.contains("refund order 17") };
            """);
        var config = folder.Write("bartizan.yaml", $"""
            policies: policies
            identity:
              issuer: http://127.0.0.1:4180
            gateway:
              upstreams:
                - name: model
                  dialect: openai
                  url: {upstream.Address.AbsoluteUri.TrimEnd('/')}/v1
                  credential: file:{Path.Combine(folder.Path, "key")}
            """);
        string[] owner, helper;
        string root, id, child;
        await using (var first = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console"))
        {
            foreach (var name in new[] { "owner", "helper" })
            {
                await BartizanProcess.LinesAsync("agent", "add", name, "--owner", "ada", "--data", folder.Path);
            }

            owner = await BartizanProcess.LinesAsync("agent", "credentials", "owner", "--secret", "--delegate", "helper", "--data", folder.Path);
            helper = await BartizanProcess.LinesAsync("agent", "credentials", "helper", "--secret", "--grant", "token-exchange", "--data", folder.Path);
            var begun = await TokenAsync(first, owner, """[{"type":"bartizan_mandate","purpose":"refund order 17","limits":["4 requests"],"depth":1}]""");
            (root, id) = (begun.Token, begun.Mandate);
            child = (await ExchangeAsync(first, helper, root, """[{"type":"bartizan_mandate","limits":["2 requests"]}]""")).Token;
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (await AskAsync(first, child), await AskAsync(first, child), await AskAsync(first, child)));
            Assert.Equal(HttpStatusCode.OK, await AskAsync(first, root));
            var stray = await TokenAsync(first, owner, """[{"type":"bartizan_mandate","purpose":"something else"}]""");
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(first, stray.Token));
            // What is written ahead while it is spent comes back once it rests.
            await Patience.UntilAsync(async () => (await BartizanProcess.LinesAsync("mandate", "list", "--data", folder.Path))[0].Contains("\t3 of 4 requests", StringComparison.Ordinal));

            await first.KillAsync();
        }

        await using var second = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        var listed = await BartizanProcess.LinesAsync("mandate", "list", "--data", folder.Path);
        Assert.Matches($"^{id}\towner\tfor itself\trefund order 17\t3 of 4 requests\tuntil ", listed[0]);
        Assert.Matches("^  mnd_[a-z0-9]+\thelper\tfor itself\t-\t2 of 2 requests\tuntil ", listed[1]);

        // It goes on under another token, with what is left of it: one request, and that is a long one.
        var again = await TokenAsync(second, owner, $$"""[{"type":"bartizan_mandate","mandate":"{{id}}"}]""");
        Assert.Equal(id, again.Mandate);
        using var stream = await OpenAsync(second, again.Token, "long");
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        var before = asked;
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(second, again.Token));
        Assert.Equal(before, asked);

        var reading = ReadToEndAsync(stream);
        var (code, _, errors) = await BartizanProcess.RunAsync("mandate", "end", id, "--reason", "paid twice", "--by", "ada", "--data", folder.Path);
        Assert.True(code == 0 && errors.Contains("The gateway has confirmed it", StringComparison.Ordinal), errors);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await AskAsync(second, again.Token), await AskAsync(second, child)));
        Assert.Contains("authority_ended", await reading.WaitAsync(TimeSpan.FromMinutes(2)), StringComparison.Ordinal);
        using var refused = await PostAsync(second, owner, [("grant_type", "client_credentials"), ("authorization_details", $$"""[{"type":"bartizan_mandate","mandate":"{{id}}"}]""")]);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(2, (await BartizanProcess.RunAsync("mandate", "end", id, "--reason", "again", "--data", folder.Path)).ExitCode);
        Assert.Equal(0, await second.StopAsync());
        await BartizanProcess.LinesAsync("ledger", "verify", "--data", folder.Path);
    }

    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.Jose)]
    public async Task A_token_that_was_handed_on_by_a_signature_alone_spends_of_the_same_purse()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", upstream.Configure("identity:\n  issuer: listener"), "--no-console");
        foreach (var name in new[] { "owner", "helper" })
        {
            await BartizanProcess.LinesAsync("agent", "add", name, "--owner", "ada", "--data", folder.Path);
        }

        var owner = await BartizanProcess.LinesAsync("agent", "credentials", "owner", "--secret", "--delegate", "helper", "--data", folder.Path);
        var helper = await BartizanProcess.LinesAsync("agent", "credentials", "helper", "--secret", "--grant", "token-exchange", "--data", folder.Path);
        var result = await NodeClient.RunAsync(McpServerProcess.Node, "hop.mjs", bartizan, [], [("OWNER", owner[0]), ("OWNER_SECRET", owner[1]), ("HELPER", helper[0])]);
        // Five requests in all: two by the helper, three by the owner.
        Assert.Equal("""{"helper":[200,200,429],"thief":[401,401],"wider":401,"owner":[200,200,200,429]}""", result.GetRawText());
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*.db*"))
        {
            Assert.True((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf("eyJ"u8) < 0, $"{Path.GetFileName(file)} holds a token.");
        }
    }

    private static Task<(string Token, string Mandate)> TokenAsync(BartizanProcess bartizan, string[] client, string details) =>
        GetAsync(bartizan, client, ("grant_type", "client_credentials"), ("authorization_details", details));

    private static Task<(string Token, string Mandate)> ExchangeAsync(BartizanProcess bartizan, string[] client, string subject, string details) => GetAsync(
        bartizan,
        client,
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", subject),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ("authorization_details", details));

    private static async Task<(string Token, string Mandate)> GetAsync(BartizanProcess bartizan, string[] client, params (string Name, string Value)[] form)
    {
        using var response = await PostAsync(bartizan, client, form);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        return (json.RootElement.GetProperty("access_token").GetString()!, json.RootElement.GetProperty("authorization_details")[0].GetProperty("mandate").GetString()!);
    }

    private static async Task<HttpResponseMessage> PostAsync(BartizanProcess bartizan, string[] client, (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/oauth/token")) { Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client[0]}:{client[1]}")));
        return await Client.SendAsync(request);
    }

    private static async Task<HttpStatusCode> AskAsync(BartizanProcess bartizan, string token)
    {
        using var response = await OpenAsync(bartizan, token, "hello");
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode;
    }

    private static async Task<HttpResponseMessage> OpenAsync(BartizanProcess bartizan, string token, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/openai/v1/chat/completions"))
        {
            Content = new StringContent($$"""{"model":"demo","stream":true,"messages":[{"role":"user","content":"{{text}}"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string> ReadToEndAsync(HttpResponseMessage response)
    {
        var (all, buffer, stream) = (new StringBuilder(), new byte[4096], await response.Content.ReadAsStreamAsync());
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            all.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return all.ToString();
    }
}
