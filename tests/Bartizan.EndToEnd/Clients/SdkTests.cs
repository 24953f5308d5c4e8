using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Clients;

public class SdkTests
{
    [RequiresFact(NodeClient.Install, "node", NodeClient.OpenAi)]
    public async Task The_openai_client_works_unchanged_but_for_base_url_and_key()
    {
        var result = await RunAsync("openai.mjs");
        Expect(result, finish: "stop", toolFinish: "tool_calls");
        Assert.Equal("[3,64,true]", result.GetProperty("embeddings").GetRawText());
        Assert.Equal("""["BadRequestError",400,"invalid_field"]""", result.GetProperty("tokenIds").GetRawText());
        Assert.Equal("from a deployment", result.GetProperty("azure").GetString());
        Assert.Equal("one two three", result.GetProperty("azureStream").GetString());
        Assert.Equal("version one", result.GetProperty("azureV1").GetString());
        Assert.Equal("""["PermissionDeniedError",403,"secret_in_request"]""", result.GetProperty("blocked").GetRawText());
        Assert.Equal("""["AuthenticationError",401,"unknown_key"]""", result.GetProperty("unknown").GetRawText());
    }

    [RequiresFact(NodeClient.Install, "node", NodeClient.OpenAi)]
    public async Task The_openai_client_s_responses_work_unchanged_but_for_base_url_and_key()
    {
        var result = await RunAsync("responses.mjs");
        Expect(result, finish: "completed", toolFinish: "completed");
        Assert.Equal("one two three four", result.GetProperty("gathered").GetString());
        Assert.Equal("""["PermissionDeniedError",403,"secret_in_request"]""", result.GetProperty("blocked").GetRawText());
    }

    [RequiresFact(NodeClient.Install, "node", NodeClient.Anthropic)]
    public async Task The_anthropic_client_works_unchanged_but_for_base_url_and_key()
    {
        var result = await RunAsync("anthropic.mjs");
        Expect(result, finish: "end_turn", toolFinish: "tool_use");
        Assert.Equal(3, result.GetProperty("counted").GetInt32());
        Assert.Equal("beta too", result.GetProperty("beta").GetString());
        Assert.Equal("""["PermissionDeniedError",403]""", result.GetProperty("blocked").GetRawText());
        Assert.Equal("""["AuthenticationError",401]""", result.GetProperty("unknown").GetRawText());
    }

    [RequiresFact(NodeClient.Install, "node", NodeClient.Gemini)]
    public async Task The_google_client_works_unchanged_but_for_base_url_and_key()
    {
        var result = await RunAsync("gemini.mjs");
        Assert.Equal("plain answer", result.GetProperty("plain").GetString());
        Assert.True(result.GetProperty("usage").GetBoolean());
        Assert.Equal("one two three four", result.GetProperty("stream").GetString());
        Assert.Equal("STOP", result.GetProperty("finish").GetString());
        Assert.Equal(["STOP", "get_weather", """{"city":"Paris"}"""], Texts(result, "tool"));
        Assert.Equal(["get_weather", """{"city":"Paris"}"""], Texts(result, "streamedTool"));
        Assert.Equal("sunny", result.GetProperty("afterTool").GetString());
        Assert.Equal("in an array", result.GetProperty("array").GetString());
        Assert.Equal("""["ApiError",403]""", result.GetProperty("blocked").GetRawText());
        Assert.Equal("""["ApiError",401]""", result.GetProperty("unknown").GetRawText());
    }

    [RequiresFact(NodeClient.Install, "node", NodeClient.Bedrock)]
    public async Task The_amazon_client_works_unchanged_but_for_endpoint_and_key_pair_or_key()
    {
        using var folder = new TempFolder();
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--no-console");
        var issued = await BartizanProcess.RunAsync("agent", "aws-key", "demo", "--format", "json", "--data", folder.Path);
        Assert.True(issued.ExitCode == 0, issued.Errors);
        var pair = JsonDocument.Parse(issued.Output).RootElement;
        var result = await NodeClient.RunAsync(
            "bedrock.mjs", bartizan, ("ACCESS_KEY_ID", pair.GetProperty("accessKeyId").GetString()), ("SECRET_ACCESS_KEY", pair.GetProperty("secretAccessKey").GetString()));
        foreach (var way in (string[])["signed", "bearer"])
        {
            var got = result.GetProperty(way);
            Assert.Equal("plain answer", got.GetProperty("plain").GetString());
            Assert.True(got.GetProperty("usage").GetBoolean());
            Assert.Equal(["one two three four", "end_turn"], Texts(got, "stream"));
            Assert.Equal(["tool_use", "get_weather", """{"city":"Paris"}"""], Texts(got, "tool"));
            Assert.Equal(["get_weather", """{"city":"Paris"}"""], Texts(got, "streamedTool"));
            Assert.Equal("sunny", got.GetProperty("afterTool").GetString());
            Assert.Equal("invoked", got.GetProperty("invoked").GetString());
            Assert.Equal("five six seven", got.GetProperty("invokedStream").GetString());
            Assert.Equal(["get_weather", """{"city":"Paris"}"""], Texts(got, "invokedTool"));
            Assert.Equal("by address", got.GetProperty("byAddress").GetString());
            Assert.Equal("[redacted:pii.payment-card] it is", got.GetProperty("masked").GetString());
            Assert.Equal("[redacted:pii.payment-card] it is", got.GetProperty("maskedInvoke").GetString());
            Assert.Equal("""["AccessDeniedException",403,"secret_in_request"]""", got.GetProperty("blocked").GetRawText());
            Assert.Equal("""["AccessDeniedException",403,"secret_in_request"]""", got.GetProperty("blockedInvoke").GetRawText());
        }

        Assert.Equal("""["UnrecognizedClientException",401,"bad_signature"]""", result.GetProperty("wrongSecret").GetRawText());
        Assert.Equal("""["UnrecognizedClientException",401,"unknown_key"]""", result.GetProperty("unknown").GetRawText());
        Assert.Equal("""["UnrecognizedClientException",401,"untimely_signature"]""", result.GetProperty("late").GetRawText());
    }

    private static async Task<JsonElement> RunAsync(string script)
    {
        using var folder = new TempFolder();
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--no-console");
        return await NodeClient.RunAsync(script, bartizan);
    }

    private static void Expect(JsonElement result, string finish, string toolFinish)
    {
        Assert.Equal("plain answer", result.GetProperty("plain").GetString());
        Assert.StartsWith("exc_", result.GetProperty("exchange").GetString(), StringComparison.Ordinal);
        Assert.True(result.GetProperty("usage").GetBoolean());
        Assert.Equal("one two three four", result.GetProperty("stream").GetString());
        Assert.Equal(finish, result.GetProperty("finish").GetString());
        Assert.Equal([toolFinish, "get_weather", """{"city":"Paris"}"""], Texts(result, "tool"));
        Assert.Equal(["get_weather", """{"city":"Paris"}"""], Texts(result, "streamedTool"));
        Assert.Equal("sunny", result.GetProperty("afterTool").GetString());
        Assert.Contains("demo", Texts(result, "models"));
    }

    private static IEnumerable<string> Texts(JsonElement result, string name) => result.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);
}
