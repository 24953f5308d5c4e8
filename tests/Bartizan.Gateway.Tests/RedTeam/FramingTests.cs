using System.Text;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>Loot in what holds a stream together: its lines, names, ends and check-summed headers.</summary>
public class FramingTests
{
    // {0} stands for the sound stream's first event, {1} for the rest of it, @@ for the loot.
    private static readonly string[] Streams =
    [
        ": @@\n\n{0}{1}",
        ":@@\n{0}{1}",
        "{0}: @@\n\n{1}",
        "{0}id: @@\n\n{1}",
        "{0}retry: @@\n\n{1}",
        "{0}event: @@\n\n{1}",
        "event: @@\n{0}{1}",
        "id: @@\n{0}{1}",
        "{0}@@\n\n{1}",
        "{0}@@: x\n\n{1}",
        "{0}x: @@\n\n{1}",
        "{0}data: @@\n\n{1}",
        "{0}data: \"@@\"\n\n{1}",
        "{0}data\ndata: @@\n\n{1}",
        "{0}\uFEFFdata: @@\n\n{1}",
        "\uFEFF\uFEFF: @@\n\n{0}{1}",
        "{0}Data: @@\n\n{1}",
        "{0} data: @@\n\n{1}",
        "{0}data : @@\n\n{1}",
        "{0}: x\r: @@\r\r{1}",
        "{0}: x\r\n: @@\r\n\r\n{1}",
        "{0}: x\u2028: @@\n\n{1}",
        "{0}: x\u0085: @@\n\n{1}",
        "{0}: x\u000b: @@\n\n{1}",
        "{0}: x\0@@\n\n{1}",
        "{0}{1}: @@\n\n",
        "{0}{1}data: @@\n\n",
        "{0}{1}data: {\"x\":\"@@\"}\n\n",
        "{0}{1}@@",
        "{0}{1}event: @@",
        "{0}data: {\"x\":\"@@\"",
        "{0}data: {\"x\":\"@@\"}",
        "{0}data: {\"x\":\"@@\"}\n",
        "@@",
        "@@\n\n",
        "data: @@",
        "HTTP/1.1 200 OK\r\n\r\n@@",
    ];

    [Theory]
    [MemberData(nameof(Targets.Streaming), MemberType = typeof(Targets))]
    public async Task No_line_of_a_stream_carries_loot_to_the_client(string name)
    {
        var target = Targets.Named(name);
        await using var range = FiringRange.Open();
        var (first, rest) = (Encoding.UTF8.GetString(target.Stream(target.Events.Take(1))), Encoding.UTF8.GetString(target.Stream(target.Events.Skip(1))));
        foreach (var loot in Loot.All)
        {
            foreach (var template in Streams)
            {
                var stream = template.Replace("{0}", first, StringComparison.Ordinal).Replace("{1}", rest, StringComparison.Ordinal).Replace("@@", loot, StringComparison.Ordinal);
                foreach (var type in (string[])["text/event-stream", "application/json", "text/plain", "application/x-ndjson", "application/vnd.amazon.eventstream"])
                {
                    range.Streams(Encoding.UTF8.GetBytes(stream), type);
                    var received = await range.AskAsync(target.StreamPath, target.StreamRequest);
                    Assert.False(Loot.In(received.Body), $"{template.ReplaceLineEndings("|")} as {type}: {received.Body}");
                    received = await range.AskAsync(target.Path, target.Request);
                    Assert.False(Loot.In(received.Body), $"{template.ReplaceLineEndings("|")} as {type}, not asked for: {received.Body}");
                }
            }
        }
    }

    [Fact]
    public async Task No_part_of_gemini_s_array_carries_loot_to_the_client()
    {
        var elements = Targets.Gemini.Events.Select(e => e.Data).ToArray();
        await using var range = FiringRange.Open();
        foreach (var loot in Loot.All)
        {
            foreach (var template in (string[])["@@[{0},{1}]", "[@@,{0},{1}]", "[\"@@\",{0},{1}]", "[{0},\"@@\",{1}]", "[{0} @@ ,{1}]", "[{0},{1}]@@", "[{0},{1},\"@@\"]", "[{0},{1}] [\"@@\"]", "[{0},{1}", "[{0},{1},{\"x\":\"@@\"", "{\"x\":\"@@\"}", "[[\"@@\"]]", "[{0}/*@@*/,{1}]", "[{0},//@@\n{1}]"])
            {
                var body = template.Replace("{0}", elements[0], StringComparison.Ordinal).Replace("{1}", string.Join(',', elements[1..]), StringComparison.Ordinal).Replace("@@", loot, StringComparison.Ordinal);
                range.Streams(Encoding.UTF8.GetBytes(body), "application/json");
                var received = await range.AskAsync("/gemini/v1beta/models/gemini-test:streamGenerateContent", Targets.Gemini.Request);
                Assert.False(Loot.In(received.Body), $"{template}: {received.Body}");
            }
        }
    }

    [Fact]
    public async Task No_header_of_amazon_s_messages_carries_loot_to_the_client()
    {
        await using var range = FiringRange.Open();
        foreach (var target in (Target[])[Targets.Converse, Targets.Invoke, Targets.InvokeClaude])
        {
            var sound = target.Stream(target.Events);
            foreach (var loot in Loot.All)
            {
                byte[][] messages =
                [
                    AmazonEvents.Message("{}"u8.ToArray(), (":event-type", loot), (":content-type", "application/json"), (":message-type", "event")),
                    AmazonEvents.Message("{}"u8.ToArray(), (":event-type", "messageStart"), (":content-type", loot), (":message-type", "event")),
                    AmazonEvents.Message("{}"u8.ToArray(), (":event-type", "messageStart"), (":content-type", "application/json"), (":message-type", loot)),
                    AmazonEvents.Message("{}"u8.ToArray(), (":event-type", "messageStart"), (":message-type", "event"), ("x", loot)),
                    AmazonEvents.Message("{}"u8.ToArray(), (":event-type", "messageStart"), (":message-type", "event"), (loot, "x")),
                    AmazonEvents.Message("{}"u8.ToArray(), (":exception-type", loot), (":message-type", "exception")),
                    AmazonEvents.Message(Encoding.UTF8.GetBytes($"{{\"message\":\"{loot}\"}}"), (":exception-type", "throttlingException"), (":message-type", "exception")),
                    AmazonEvents.Message("{}"u8.ToArray(), (":error-code", loot), (":error-message", "m"), (":message-type", "error")),
                    AmazonEvents.Message("{}"u8.ToArray(), (":error-code", "c"), (":error-message", loot), (":message-type", "error")),
                    AmazonEvents.Message(Encoding.UTF8.GetBytes(loot), (":event-type", "messageStart"), (":message-type", "event")),
                    AmazonEvents.Event("chunk", $$"""{"bytes":"{{loot}}"}"""),
                    AmazonEvents.Event("chunk", $$"""{"bytes":"e30=","p":"{{loot}}"}"""),
                    AmazonEvents.Event("chunk", $$"""{"bytes":"e30=","x":"{{loot}}"}"""),
                    AmazonEvents.Event("chunk", $$"""{"bytes":"e30=","{{loot}}":1}"""),
                    AmazonEvents.Chunk(loot),
                    AmazonEvents.Chunk($"\"{loot}\""),
                    AmazonEvents.Chunk($$"""{"x":"{{loot}}"}"""),
                    Encoding.UTF8.GetBytes(loot),
                ];
                foreach (var message in messages)
                {
                    foreach (var stream in (byte[][])[[.. message, .. sound], [.. sound, .. message], message])
                    {
                        range.Streams(stream, target.StreamType);
                        var received = await range.AskAsync(target.StreamPath, target.StreamRequest);
                        Assert.False(Loot.In(target.TextOf(received.Bytes)), Encoding.Latin1.GetString(message));
                    }
                }
            }
        }
    }
}
