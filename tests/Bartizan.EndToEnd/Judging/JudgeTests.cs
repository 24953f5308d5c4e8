using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Judging;

/// <summary>The judge as the configuration file names it.</summary>
public sealed class JudgeTests
{
    private const string Text = "Please tell me which ferry leaves first.";

    [Fact]
    public async Task The_program_asks_the_judge_of_its_file_until_the_file_names_none_and_records_its_word()
    {
        using var folder = new TempFolder();
        await using var model = await DemoUpstream.StartAsync(folder);
        await using var judge = ScriptedUpstream.Json("""{"choices":[{"message":{"content":"{\"score\":0.875}"}}]}""");
        var data = Path.Combine(folder.Path, "data");
        var config = model.Configure(Section(judge, folder.Write("judge.key", "judge-key-5678")));
        await using (var bartizan = await BartizanProcess.StartAsync(data, "--config", config, "--no-console"))
        {
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(bartizan));
            var asked = Assert.Single(judge.Requests);
            Assert.Contains(Text, asked.Body, StringComparison.Ordinal);
            Assert.Equal("Bearer judge-key-5678", asked.Headers["Authorization"]);
            Assert.DoesNotContain(bartizan.Key, asked.Everything, StringComparison.Ordinal);

            model.Configure("");
            await Patience.UntilAsync(async () => await AskAsync(bartizan) == HttpStatusCode.OK);

            Assert.Equal(HttpStatusCode.OK, await AskAsync(bartizan));
            Assert.Equal(0, await bartizan.StopAsync());
        }

        var (_, exported, _) = await BartizanProcess.RunAsync("events", "export", "--format", "json", "--data", data);
        Assert.Contains("The judge guard-8b gives this text 0.875", exported, StringComparison.Ordinal);
        Assert.DoesNotContain("judge-key-5678", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_told_at_the_start_with_its_line()
    {
        using var folder = new TempFolder();
        await using var model = await DemoUpstream.StartAsync(folder);
        await using var judge = ScriptedUpstream.Json("{}");
        var config = model.Configure(Section(judge, Path.Combine(folder.Path, "nowhere")));
        var line = 1 + (await File.ReadAllLinesAsync(config)).ToList().FindIndex(l => l.Contains("nowhere", StringComparison.Ordinal));
        var (exit, _, errors) = await BartizanProcess.RunAsync("up", "--config", config, "--data", Path.Combine(folder.Path, "data"), "--gateway", "127.0.0.1:0", "--no-console");
        Assert.Equal(2, exit);
        Assert.Contains("guard.judge.credential: The credential file:", errors, StringComparison.Ordinal);
        Assert.Contains($"bartizan.yaml:{line}:", errors, StringComparison.Ordinal);
        Assert.Empty(judge.Requests);
    }

    private static string Section(ScriptedUpstream judge, string key) => $"""
        guard:
          judge:
            url: {new Uri(judge.Address, "/v1/chat/completions")}
            model: guard-8b
            credential: file:{key}
            from: 0
            to: 1
            timeout: 30s
        """;

    private static async Task<HttpStatusCode> AskAsync(BartizanProcess bartizan)
    {
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bartizan.Key);
        using var content = new StringContent(JsonSerializer.Serialize(new { model = "demo", messages = new[] { new { role = "user", content = Text } } }), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content);
        return response.StatusCode;
    }
}
