using System.Text.Json.Nodes;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Streaming;

/// <summary>A Responses stream says every text up to five times; all of them must read the same, masked or not.</summary>
public class ResponsesRepeatTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pieces_and_repeats_agree_after_masking(bool logprobs)
    {
        var random = new Random(71);
        var masked = 0;
        for (var i = 0; i < 600; i++)
        {
            var (thinking, text) = (RandomJson.Text(random, 8), RandomJson.Text(random, 24));
            var run = StreamRun.Of(Readings.Responses, StreamBytes.Responses(random, thinking, text, logprobs), seed: i);
            var (wanted, thought) = (RedactionCheck.Masked(text), RedactionCheck.Masked(thinking));
            masked += wanted == text ? 0 : 1;
            var events = SseEvents.Parse(run.Output).ConvertAll(e => JsonNode.Parse(e.Data)!);
            var completed = events[^1]["response"]!["output"]!;

            Assert.Equal(wanted, Joined(events, "response.output_text.delta"));
            Assert.Equal(wanted, (string?)Only(events, "response.output_text.done")["text"]);
            Assert.Equal(wanted, (string?)Only(events, "response.content_part.done")["part"]!["text"]);
            Assert.Equal(wanted, (string?)Done(events, 1)["content"]![0]!["text"]);
            Assert.Equal(wanted, (string?)completed[1]!["content"]![0]!["text"]);

            Assert.Equal(thought, Joined(events, "response.reasoning_summary_text.delta"));
            Assert.Equal(thought, (string?)Only(events, "response.reasoning_summary_text.done")["text"]);
            Assert.Equal(thought, (string?)Only(events, "response.reasoning_summary_part.done")["part"]!["text"]);
            Assert.Equal(thought, (string?)Done(events, 0)["summary"]![0]!["text"]);
            Assert.Equal(thought, (string?)completed[0]!["summary"]![0]!["text"]);
            Assert.Equal("gAAAAABo_w==", (string?)completed[0]!["encrypted_content"]);

            var arguments = Joined(events, "response.function_call_arguments.delta");
            Assert.Equal(wanted, (string?)JsonNode.Parse(arguments)!["a"]);
            Assert.Equal(arguments, (string?)Only(events, "response.function_call_arguments.done")["arguments"]);
            Assert.Equal(arguments, (string?)Done(events, 2)["arguments"]);
            Assert.Equal(arguments, (string?)completed[2]!["arguments"]);

            var kept = logprobs && wanted == text ? text : "";
            Assert.Equal(kept, Tokens(Only(events, "response.output_text.done")["logprobs"]!));
            Assert.Equal(kept, Tokens(Only(events, "response.content_part.done")["part"]!["logprobs"]!));
            Assert.Equal(kept, Tokens(Done(events, 1)["content"]![0]!["logprobs"]!));
        }

        Assert.InRange(masked, 100, 500);
    }

    [Fact]
    public void A_text_said_again_is_inspected_and_asked_about_once()
    {
        var run = StreamRun.Of(Readings.Responses, StreamBytes.Responses(new Random(1), "", "my XK123456 key"));
        Assert.Equal(2, run.Asked.Count(a => a.StartsWith("secret.marker@", StringComparison.Ordinal)));
        Assert.Single(run.Report.Split('\n'), line => line.Contains("output[1].content[0].text", StringComparison.Ordinal));
    }

    private static string Joined(List<JsonNode> events, string type) =>
        string.Concat(events.Where(e => (string?)e["type"] == type).Select(e => (string?)e["delta"]));

    private static JsonNode Only(List<JsonNode> events, string type) => Assert.Single(events, e => (string?)e["type"] == type);

    private static JsonNode Done(List<JsonNode> events, int place) =>
        Assert.Single(events, e => (string?)e["type"] == "response.output_item.done" && (int)e["output_index"]! == place)["item"]!;

    private static string Tokens(JsonNode logprobs) => string.Concat(logprobs.AsArray().Select(t => (string?)t!["token"]));
}
