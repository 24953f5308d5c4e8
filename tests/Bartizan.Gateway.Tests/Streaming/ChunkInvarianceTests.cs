using System.Text.Json.Nodes;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Streaming;

public class ChunkInvarianceTests
{
    public static TheoryData<string> Dialects => ["openai", "openai-logprobs", "anthropic", "responses", "responses-logprobs", "gemini", "gemini-array", "converse", "invoke-claude", "invoke-nova", "invoke-llama"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void How_the_network_cuts_a_stream_changes_neither_bytes_nor_verdict(string name)
    {
        var random = new Random(17);
        for (var i = 0; i < 150; i++)
        {
            var (dialect, stream, _, _) = Make(name, random, stops: true);
            var whole = StreamRun.Of(dialect, stream, shape: Readings.ShapeOf(name));
            var bytewise = StreamRun.Of(dialect, stream, seed: -1, shape: Readings.ShapeOf(name));
            Assert.Equal(whole.Output, bytewise.Output);
            Assert.Equal(whole.Report, bytewise.Report);
            Assert.Equal(whole.Asked, bytewise.Asked);
            for (var seed = 1; seed < 6; seed++)
            {
                var cut = StreamRun.Of(dialect, stream, seed, shape: Readings.ShapeOf(name));
                Assert.Equal(whole.Output, cut.Output);
                Assert.Equal(whole.Report, cut.Report);
                Assert.Equal(whole.Asked, cut.Asked);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void What_the_client_reads_is_the_whole_text_redacted(string name)
    {
        var random = new Random(18);
        for (var i = 0; i < 400; i++)
        {
            var (dialect, stream, thinking, text) = Make(name, random, stops: false);
            var run = StreamRun.Of(dialect, stream, seed: i, shape: Readings.ShapeOf(name));
            if (dialect == Readings.OpenAi)
            {
                Assert.Equal(RedactionCheck.Masked(text), SseEvents.Joined(run.Output, e => e["choices"]!.AsArray().FirstOrDefault()?["delta"]!["content"]));
            }
            else if (dialect == Readings.Responses)
            {
                Assert.Equal(RedactionCheck.Masked(text), SseEvents.Joined(run.Output, e => (string?)e["type"] == "response.output_text.delta" ? e["delta"] : null));
                Assert.Equal(RedactionCheck.Masked(thinking), SseEvents.Joined(run.Output, e => (string?)e["type"] == "response.reasoning_summary_text.delta" ? e["delta"] : null));
            }
            else if (dialect == Readings.Gemini)
            {
                Func<string, Func<JsonNode, JsonNode?>, string> joined = Readings.ShapeOf(name) == StreamShape.Events ? SseEvents.Joined : SseEvents.JoinedArray;
                Assert.Equal(RedactionCheck.Masked(text), joined(run.Output, e => Part(e, 0) is { } part && part["thought"] is null ? part["text"] : null));
                Assert.Equal(RedactionCheck.Masked(text), joined(run.Output, e => Part(e, 1)?["text"]));
                Assert.Equal(RedactionCheck.Masked(thinking), joined(run.Output, e => Part(e, 0) is { } part && part["thought"] is not null ? part["text"] : null));
                Assert.Equal(RedactionCheck.Masked(text) == text ? "AAEC/w==" : "", joined(run.Output, e => Part(e, 0)?["thoughtSignature"]));
            }
            else if (dialect == Readings.Converse || name == "invoke-nova")
            {
                Func<JsonNode, JsonNode?> delta = e => (name == "invoke-nova" ? e["contentBlockDelta"] : e)?["delta"];
                Assert.Equal(RedactionCheck.Masked(text), AmazonEvents.Joined(run.Output, e => delta(e)?["text"]));
                Assert.Equal(RedactionCheck.Masked(thinking), AmazonEvents.Joined(run.Output, e => delta(e)?["reasoningContent"]?["text"]));
                Assert.Equal(RedactionCheck.Masked(thinking) == thinking ? "AAEC/w==" : "", AmazonEvents.Joined(run.Output, e => delta(e)?["reasoningContent"]?["signature"]));
            }
            else if (name == "invoke-llama")
            {
                Assert.Equal(RedactionCheck.Masked(text), AmazonEvents.Joined(run.Output, e => e["generation"]));
            }
            else if (dialect == Readings.Invoke)
            {
                Assert.Equal(RedactionCheck.Masked(text), AmazonEvents.Joined(run.Output, e => e["delta"]?["text"]));
                Assert.Equal(RedactionCheck.Masked(thinking), AmazonEvents.Joined(run.Output, e => e["delta"]?["thinking"]));
            }
            else
            {
                Assert.Equal(RedactionCheck.Masked(text), SseEvents.Joined(run.Output, e => e["delta"]?["text"]));
                Assert.Equal(RedactionCheck.Masked(thinking), SseEvents.Joined(run.Output, e => e["delta"]?["thinking"]));
                var signed = RedactionCheck.Masked(thinking) == thinking;
                Assert.Equal(signed ? "c2lnbmVk" : "", SseEvents.Joined(run.Output, e => e["delta"]?["signature"]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_stream_with_nothing_to_find_passes_byte_for_byte(string name)
    {
        var random = new Random(19);
        for (var i = 0; i < 200; i++)
        {
            var (dialect, stream, thinking, text) = Make(name, random, stops: false);
            if (RedactionCheck.Masked(thinking + text) == thinking + text)
            {
                Assert.Equal(StreamRun.TextOf(stream, Readings.ShapeOf(name)), StreamRun.Of(dialect, stream, seed: i, shape: Readings.ShapeOf(name)).Output);
            }
        }
    }

    private static (IDialect Dialect, byte[] Stream, string Thinking, string Text) Make(string name, Random random, bool stops)
    {
        var text = RandomJson.Text(random, 30);
        var thinking = name.StartsWith("openai", StringComparison.Ordinal) ? "" : RandomJson.Text(random, 10);
        if (stops && random.Next(3) == 0)
        {
            text += "STOP!" + RandomJson.Text(random, 5);
        }

        var logprobs = name.EndsWith("-logprobs", StringComparison.Ordinal);
        return name switch
        {
            "anthropic" => (Readings.Anthropic, StreamBytes.Anthropic(random, thinking, text, stops), thinking, text),
            "openai" or "openai-logprobs" => (Readings.OpenAi, StreamBytes.OpenAi(random, text, logprobs, stops), thinking, text),
            "converse" or "invoke-nova" => (Readings.Named(name), StreamBytes.Converse(random, thinking, text, nova: name == "invoke-nova", stops), thinking, text),
            "invoke-claude" => (Readings.Invoke, StreamBytes.InvokeClaude(random, thinking, text, stops), thinking, text),
            "invoke-llama" => (Readings.Invoke, StreamBytes.InvokeLlama(random, text, stops), "", text),
            "gemini" or "gemini-array" => (Readings.Gemini, StreamBytes.Gemini(random, thinking, text, Readings.ShapeOf(name), stops), thinking, text),
            _ => (Readings.Responses, StreamBytes.Responses(random, thinking, text, logprobs, stops), thinking, text),
        };
    }

    private static JsonNode? Part(JsonNode response, int index) =>
        response["candidates"]!.AsArray().FirstOrDefault(c => (int?)c!["index"] == index)?["content"]?["parts"]![0];
}
