using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Tests.RedTeam;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>
/// Theme 1, output guards skipped or late on streams: BerriAI/litellm #35257, #35260, #38721, #38788; api7/aisix #204, #222, #466, #512;
/// majiayu000/litellm-rs #1127; langchain4j #4316; NVIDIA-AI-Blueprints/rag #653.
/// </summary>
public class OutputGuardsOnStreams
{
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_streamed_answer_was_not_guarded_and_logged_as_success(string dialect)
    {
        await using var range = FiringRange.Open(Loot.Masked);
        range.Streams(Bytes(Bodies.Events(dialect, "Use ", Loot.Key, " for it.")));
        var received = await range.AskAsync(PathOf(dialect), Bodies.Ask(dialect, "hi", stream: true));
        Assert.False(Loot.In(received.Body));
        Assert.Contains("[redacted:secret.aws-access-key]", received.Body, StringComparison.Ordinal);
        Assert.Equal(Verdict.Redact, range.Gateway.LastExchange.Verdict);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task Deltas_went_out_while_the_guard_said_it_had_intervened(string dialect)
    {
        await using var range = FiringRange.Open();
        range.Streams(Bytes(Bodies.Events(dialect, [.. $"Use {Loot.Key} for it.".Select(c => c.ToString())])));
        var received = await range.AskAsync(PathOf(dialect), Bodies.Ask(dialect, "hi", stream: true));
        Assert.DoesNotContain("\"A\"", received.Body, StringComparison.Ordinal);
        Assert.Contains("\"no_loot\"", received.Body, StringComparison.Ordinal);
        Assert.Equal(Verdict.Block, range.Gateway.LastExchange.Verdict);
    }

    [Fact]
    public async Task Masking_a_stream_answered_400_instead()
    {
        await using var range = FiringRange.Open(Loot.Masked);
        range.Streams(Bytes(Bodies.Events("openai", "Use ", Loot.Key)));
        Assert.Equal(200, (await range.AskAsync(PathOf("openai"), Bodies.Ask("openai", "hi", stream: true))).Status);
    }

    [Fact]
    public async Task A_canary_cut_over_chunks_was_not_found()
    {
        for (var at = 1; at < Loot.Key.Length; at++)
        {
            await using var range = FiringRange.Open();
            range.Streams(Bytes(Bodies.Events("openai", "Use ", Loot.Key[..at], Loot.Key[at..], " for it.")));
            Assert.DoesNotContain($"\"{Loot.Key[at..]}\"", (await range.AskAsync(PathOf("openai"), Bodies.Ask("openai", "hi", stream: true))).Body, StringComparison.Ordinal);
        }
    }

    private static string PathOf(string dialect) => dialect == "openai" ? "/openai/v1/chat/completions" : "/anthropic/v1/messages";

    private static byte[] Bytes(IEnumerable<string> events) => System.Text.Encoding.UTF8.GetBytes(string.Concat(events));
}
