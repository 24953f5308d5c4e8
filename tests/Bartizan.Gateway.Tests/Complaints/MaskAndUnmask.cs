using Bartizan.Gateway.Tests.Masking;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>Theme 5, mask and unmask that break, or leak into other requests: litellm #14516, #19950, #28197, #31950.</summary>
public class MaskAndUnmask
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_side_by_side_got_each_other_s_values_from_a_shared_map(bool stream)
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", stream, r));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => (i, await talk.AskAsync("openai", Bodies.Ask("openai", $"write to person{i}@example.org", stream)))));
        foreach (var (i, (status, body)) in answers)
        {
            var said = stream ? string.Concat(Support.SseEvents.Parse(body).Where(e => e.Data[0] == '{').Select(e => Said(e.Data))) : body;
            Assert.Equal(200, status);
            Assert.Contains($"person{i}@example.org", said, StringComparison.Ordinal);
            Assert.All(Enumerable.Range(0, 40).Where(other => other != i), other => Assert.DoesNotContain($"person{other}@", said, StringComparison.Ordinal));
        }

        Assert.All(talk.Received, r => Assert.DoesNotContain("@example.org", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Masked_values_never_came_back_in_a_stream()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("anthropic", true, r));
        var (_, body) = await talk.AskAsync("anthropic", Bodies.Ask("anthropic", $"write to {Conversation.Email} now", stream: true));
        Assert.Empty(Conversation.TokensIn(body));
        Assert.DoesNotContain(Conversation.Email, talk.Seen, StringComparison.Ordinal);
    }

    private static string? Said(string data)
    {
        var choice = System.Text.Json.JsonDocument.Parse(data).RootElement.GetProperty("choices")[0].GetProperty("delta");
        return choice.TryGetProperty("content", out var content) ? content.GetString() : "";
    }
}
