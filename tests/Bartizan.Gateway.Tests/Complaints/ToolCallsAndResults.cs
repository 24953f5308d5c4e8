using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Gateway.Tests.RedTeam;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>
/// Theme 3, tool calls and results that nobody inspects or can change: litellm #14517, #14612, #30723, #31950, #39281, #41013, #41111, #41266;
/// NVIDIA-NeMo/Guardrails #1615; guardrails-ai/guardrails #1601; openai-agents-python #956.
/// </summary>
public class ToolCallsAndResults
{
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task What_a_tool_returned_went_to_the_model_unseen(string dialect)
    {
        await using var range = FiringRange.Open(Loot.Masked);
        range.Answers(Bodies.Answer(dialect, "ok"));
        var received = await range.AskAsync(dialect == "openai" ? "/openai/v1/chat/completions" : "/anthropic/v1/messages", Bodies.AskWithToolResult(dialect, $"the key is {Loot.Key}"));
        Assert.Equal(200, received.Status);
        Assert.Contains("the key is [redacted:secret.aws-access-key]", received.Forwarded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_s_arguments_could_not_be_masked()
    {
        await using var range = FiringRange.Open(Loot.Masked);
        range.Answers(Targets.Chat.Answer.Replace(@"{\""a\"":1}", $@"{{\""a\"":\""{Loot.Card}\""}}", StringComparison.Ordinal));
        var received = await range.AskAsync(Targets.Chat.Path, Targets.Chat.Request);
        var arguments = JsonDocument.Parse(received.Body).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString()!;
        Assert.Equal("[redacted:pii.payment-card]", JsonDocument.Parse(arguments).RootElement.GetProperty("a").GetString());
    }

    [Fact]
    public async Task An_mcp_tool_s_result_was_not_inspected()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("read"), $"the key is {Loot.Key}");
        await using var gateway = await McpClient.StartAsync(server.Address, Loot.Masked);
        Assert.Equal("the key is [redacted:secret.aws-access-key]", (await gateway.AskMcpAsync(McpClient.Call("read"))).Text());
    }

    [Fact]
    public async Task Definitions_of_tools_were_scanned_as_if_the_user_had_said_them()
    {
        await using var range = FiringRange.Open(TestGateway.AllowAll);
        range.Answers(Targets.Chat.Answer);
        await range.AskAsync(Targets.Chat.Path, Targets.Chat.Request);
        var segments = range.Gateway.LastExchange.Request;
        Assert.All(segments.Where(s => s.Path.StartsWith("tools[", StringComparison.Ordinal)), s => Assert.Equal((SegmentRole.ToolDefinition, Provenance.Trusted), (s.Role, s.Provenance)));
        Assert.Contains(segments, s => s.Role == SegmentRole.ToolDefinition);
    }
}
