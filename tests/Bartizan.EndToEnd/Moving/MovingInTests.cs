using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;

namespace Bartizan.EndToEnd.Moving;

/// <summary>The afternoon of docs/moving-in.md: import, run with new policies in shadow, replay, enforce.</summary>
public sealed class MovingInTests
{
    private static readonly string Secret = "AKIA" + "Z7Q2PM4XW5RT3LKD";

    [Fact]
    public async Task What_is_imported_starts()
    {
        using var folder = new TempFolder();
        var from = folder.Write("litellm.yaml", """
            model_list:
              - model_name: gpt-4o
                litellm_params: { model: openai/gpt-4o, api_key: os.environ/PATH, api_base: http://127.0.0.1:9/v1 }
            guardrails:
              - { guardrail_name: personal, litellm_params: { guardrail: presidio, mode: pre_call, default_on: true, pii_entities_config: { EMAIL_ADDRESS: BLOCK } } }
            """);
        folder.Write("key", "k");
        var config = Path.Combine(folder.Path, "bartizan.yaml");
        Assert.Equal(0, (await BartizanProcess.RunAsync("import", "litellm", from, "--out", config)).ExitCode);
        // A search path is no key, and would rightly be refused as one.
        await File.WriteAllTextAsync(config, (await File.ReadAllTextAsync(config)).Replace("env:PATH", "file:" + Path.Combine(folder.Path, "key"), StringComparison.Ordinal));
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        Assert.Equal(HttpStatusCode.BadGateway, (await AskAsync(bartizan, "gpt-4o", "hello")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(bartizan, "gpt-4o", "write to bob.miller@castle-mail.org")).Status);
    }

    [Fact]
    public async Task Replay_tells_what_other_policies_would_do_and_nothing_for_the_same_ones()
    {
        using var folder = new TempFolder();
        string blocked;
        await using (var bartizan = await BartizanProcess.StartAsync(folder.Path, "--no-console"))
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(bartizan, "demo", "echo: one two three")).Status);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(bartizan, "demo", "echo: write to bob.miller@castle-mail.org", stream: true)).Status);
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(bartizan, "demo", "call tool get_weather with {\"city\":\"Paris\"}")).Status);
            (var status, blocked) = await AskAsync(bartizan, "demo", $"My key is {Secret}, why does it fail?");
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(bartizan, "demo", "\ud800", raw: "{")).Status);

            // Beside the running server, as a person would.
            var (same, output, _) = await BartizanProcess.RunAsync("replay", "--data", folder.Path);
            Assert.Equal((0, "4 exchanges, 0 would differ"), (same, output[..output.IndexOf(':', StringComparison.Ordinal)]));
            Assert.Contains("1 more were refused before policy was asked", output, StringComparison.Ordinal);
        }

        folder.Write("other/one.cedar", """
            @id("allow") permit(principal, action, resource);
            @id("no-weather") @hold("owner") forbid(principal, action == Action::"callTool", resource == Tool::"get_weather");
            """);
        var (exitCode, text, _) = await BartizanProcess.RunAsync("replay", "--data", folder.Path, "--policies", Path.Combine(folder.Path, "other"), "--since", "1d");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("4 exchanges, 3 would differ: 0 newly blocked, 1 newly held, 0 newly masked, 2 newly allowed, 0 otherwise changed", text, StringComparison.Ordinal);
        Assert.Contains($"{blocked}  ", text, StringComparison.Ordinal);
        Assert.Contains("invokeModel: block by no-secrets-to-models -> allow by allow", text, StringComparison.Ordinal);
        Assert.Contains("callTool: allow by agents-call-tools -> hold by no-weather", text, StringComparison.Ordinal);

        var (_, json, _) = await BartizanProcess.RunAsync("replay", "--data", folder.Path, "--policies", Path.Combine(folder.Path, "other"), "--format", "json");
        var report = JsonDocument.Parse(json).RootElement;
        Assert.Equal((4, 3, 3), (report.GetProperty("exchanges").GetInt32(), report.GetProperty("differing").GetInt32(), report.GetProperty("list").GetArrayLength()));
        Assert.DoesNotContain(Secret, json, StringComparison.Ordinal);

        // The same traffic decision by decision.
        (exitCode, text, _) = await BartizanProcess.RunAsync("policy", "backtest", Path.Combine(folder.Path, "other"), "--data", folder.Path);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("8 decisions of 5 exchanges: 1 newly allowed, 1 newly refused, 1 otherwise changed, 0 cannot be told, 5 the same", text, StringComparison.Ordinal);
        Assert.Contains("newly refused: 1 of callTool, allow by agents-call-tools -> no-weather", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shadow_policies_by_folder_and_by_pack_are_recorded_and_let_everything_pass()
    {
        using var folder = new TempFolder();
        folder.Write("key", "k");
        folder.Write("policies/open.cedar", """@id("open") permit(principal, action, resource);""");
        folder.Write("trial/mine.cedar", """@id("mine") @code("mine") forbid(principal, action, resource) when { context.labels.contains("pii") };""");
        var config = folder.Write("bartizan.yaml", $$"""
            policies: policies
            shadow: { policies: trial, packs: [default, rule-of-two] }
            gateway:
              upstreams:
                - { name: nowhere, dialect: openai, url: "http://127.0.0.1:9/v1", credential: "file:{{Path.Combine(folder.Path, "key")}}" }
            """);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        // Nobody listens there: 502 says that policy let it pass.
        Assert.Equal(HttpStatusCode.BadGateway, (await AskAsync(bartizan, "gpt", $"My key is {Secret}, and I am bob.miller@castle-mail.org")).Status);
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        Assert.Contains("bartizan_shadow_decisions_total{action=\"invokeModel\",verdict=\"block\"} 1\n", await client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Exchange)> AskAsync(BartizanProcess bartizan, string model, string text, bool stream = false, string? raw = null)
    {
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bartizan.Key);
        var body = raw ?? JsonSerializer.Serialize(new { model, stream, messages = new[] { new { role = "user", content = text } }, tools = new[] { new { type = "function", function = new { name = "get_weather" } } } });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content);
        return (response.StatusCode, response.Headers.GetValues("x-bartizan-exchange").Single());
    }
}
