using System.Text;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Translation;

public class CutStreamTests
{
    public static TheoryData<string, string> Pairs => Sample.Pairs(same: false);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_stream_that_breaks_off_ends_with_the_client_s_own_error(string from, string to)
    {
        var (upstream, client) = (Sample.Named(from), Sample.Named(to));
        foreach (var length in (int[])[upstream.Events.Length / 3, upstream.Events.Length * 2 / 3])
        {
            var (output, report) = Translations.Stream(client, upstream, upstream.Events[..length], seed: length);
            Assert.NotEqual(StreamEnding.Finished, report.Ending);
            AssertError(client, output, report.Code);
        }

        var (nothing, _) = Translations.Stream(client, upstream, []);
        AssertError(client, nothing, "upstream_truncated");
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_error_in_the_upstream_s_stream_is_the_client_s_own_error(string from, string to)
    {
        var (upstream, client) = (Sample.Named(from), Sample.Named(to));
        byte[] stream = from switch
        {
            "chat" => """data: {"error":{"message":"Too busy now.","type":"server_error","code":"overloaded"}}""".Utf8(),
            "messages" => """event: error"""u8.ToArray(),
            "gemini" => """data: {"error":{"code":503,"message":"Too busy now.","status":"overloaded"}}""".Utf8(),
            _ => AmazonEvents.Message("""{"message":"Too busy now."}""".Utf8(), (":exception-type", "overloaded"), (":content-type", "application/json"), (":message-type", "exception")),
        };
        stream = from switch
        {
            "chat" => [.. stream, .. "\n\ndata: [DONE]\n\n"u8],
            "messages" => [.. stream, .. "\n"u8, .. """data: {"type":"error","error":{"type":"overloaded","message":"Too busy now."}}"""u8, .. "\n\n"u8],
            "gemini" => [.. stream, .. "\n\n"u8],
            _ => stream,
        };
        var (output, _) = Translations.Stream(client, upstream, stream, seed: 3);
        AssertError(client, output, "overloaded");
        Assert.Contains("Too busy now.", Encoding.UTF8.GetString(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""not json""")]
    [InlineData("""[1]""")]
    [InlineData("""{"a":1,"a":2}""")]
    public void Arguments_that_are_no_sound_object_end_the_stream(string arguments)
    {
        var encoded = System.Text.Json.JsonSerializer.Serialize(arguments);
        var stream = $$$$$"""
            data: {"id":"x","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"pay","arguments":{{{{{encoded}}}}}}}]},"finish_reason":null}]}

            data: {"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

            data: [DONE]


            """.ReplaceLineEndings("\n");
        foreach (var client in (Sample[])[Sample.Messages, Sample.Gemini, Sample.Converse])
        {
            var (output, report) = Translations.Stream(client, Sample.Chat, stream.Utf8(), seed: 9);
            Assert.Equal((StreamEnding.Failed, "upstream_untranslatable"), (report.Ending, report.Code));
            AssertError(client, output, "upstream_untranslatable");
        }
    }

    [Fact]
    public void Data_with_space_before_it_or_on_several_lines_is_read_like_any_other()
    {
        var stream = "data:   {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\r\r"
            + "data: {\"id\":\"x\",\r\ndata: \"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"length\"}]}\r\n\r\n: ping\n\ndata: [DONE]\n\n";
        foreach (var seed in (int?[])[null, -1, 5])
        {
            var (output, report) = Translations.Stream(Sample.Messages, Sample.Chat, stream.Utf8(), seed);
            Assert.Equal(StreamEnding.Finished, report.Ending);
            Assert.Equal("ab", Translations.TextOf(Sample.Messages, output));
            Assert.Contains("\"max_tokens\"", Encoding.UTF8.GetString(output), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Reasoning_is_left_out_and_a_call_begun_whole_is_kept()
    {
        var stream = """
            event: message_start
            data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","content":[],"model":"claude","usage":{"input_tokens":3,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"AAEC"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"pay","input":{"a":1}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}


            """.ReplaceLineEndings("\n");
        var (output, report) = Translations.Stream(Sample.Chat, Sample.Messages, stream.Utf8(), seed: 4);
        Assert.Equal(StreamEnding.Finished, report.Ending);
        var text = Encoding.UTF8.GetString(output);
        Assert.DoesNotContain("AAEC", text, StringComparison.Ordinal);
        Assert.Contains("""{"name":"pay","arguments":"{\"a\":1}"}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"prompt_tokens":3,"completion_tokens":9,"total_tokens":12}""", text, StringComparison.Ordinal);
    }

    private static void AssertError(Sample client, byte[] output, string code)
    {
        if (client.Shape == StreamShape.AmazonEvents)
        {
            var last = AmazonEvents.Parse(Encoding.Latin1.GetString(output))[^1];
            Assert.Equal("exception", last.Headers[":message-type"]);
            Assert.Contains($"\"{code}\"", last.Data, StringComparison.Ordinal);
            return;
        }

        var events = SseEvents.Parse(Encoding.UTF8.GetString(output));
        if (client == Sample.Chat)
        {
            Assert.Equal("[DONE]", events[^1].Data);
        }

        var error = client == Sample.Chat ? events[^2] : events[^1];
        Assert.Contains("\"error\"", error.Data, StringComparison.Ordinal);
        Assert.Contains($"\"{code}\"", error.Data, StringComparison.Ordinal);
        Assert.DoesNotContain(events, e => e.Data.Contains("finish_reason\":\"", StringComparison.Ordinal) || e.Data.Contains("message_stop", StringComparison.Ordinal) || e.Data.Contains("finishReason", StringComparison.Ordinal));
    }
}
