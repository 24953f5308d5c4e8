using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Clients;

public class TranslationTests
{
    [RequiresFact(NodeClient.Install, "node", NodeClient.OpenAi, NodeClient.Anthropic, NodeClient.Gemini)]
    public async Task Three_providers_clients_work_with_models_of_every_other_provider()
    {
        var result = await RunAsync("translated.mjs");
        foreach (var client in result.EnumerateObject())
        {
            var got = client.Value;
            var (ended, called, error) = client.Name.Split(' ')[0] switch
            {
                "openai" => ("stop", "tool_calls", "PermissionDeniedError"),
                "anthropic" => ("end_turn", "tool_use", "PermissionDeniedError"),
                _ => ("STOP", "STOP", "ApiError"),
            };
            Assert.Equal($"grüße 🏰|{ended}", Texts(got, "plain"));
            Assert.Equal("one two three four|" + (client.Name.StartsWith("openai", StringComparison.Ordinal) ? "True" : ended), Texts(got, "stream"));
            Assert.Equal(called + """|get_weather|{"city":"Paris"}""", Texts(got, "tool"));
            Assert.Equal("""get_weather|{"city":"Paris"}""", Texts(got, "streamedTool"));
            Assert.Equal("sunny", got.GetProperty("afterTool").GetString());
            Assert.Equal($"{error}|403", Texts(got, "blocked"));
            Assert.Equal($"{(error == "ApiError" ? error : "BadRequestError")}|400", Texts(got, "untranslatable"));
            Assert.True(!got.TryGetProperty("models", out var models) || models.GetBoolean());
        }

        Assert.Equal(9, result.EnumerateObject().Count());
    }

    [RequiresFact(NodeClient.Install, "node", NodeClient.Vercel)]
    public async Task Vercel_s_ai_runs_its_tool_loop_with_models_of_other_providers()
    {
        var result = await RunAsync("vercel.mjs");
        foreach (var client in result.EnumerateObject())
        {
            var got = client.Value;
            Assert.Equal("grüße 🏰|stop|True", Texts(got, "plain"));
            Assert.Equal("one two three four", got.GetProperty("stream").GetString());
            Assert.Equal("stop", got.GetProperty("finish").GetString());
            Assert.Equal("tool-calls|get_weather|Paris|sunny in Paris", Texts(got, "tool"));
            Assert.Equal("sunny in Paris", got.GetProperty("streamedTool").GetString());
        }

        Assert.Equal(6, result.EnumerateObject().Count());
    }

    private static async Task<JsonElement> RunAsync(string script)
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", upstream.ConfigureTranslation(), "--no-console");
        return await NodeClient.RunAsync(script, bartizan);
    }

    private static string Texts(JsonElement got, string name) => string.Join('|', got.GetProperty(name).EnumerateArray());
}
