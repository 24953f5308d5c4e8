using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Streaming.AmazonEvents;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Streaming;

public class AmazonEventFramingTests
{
    private static readonly byte[] Said = AmazonEvents.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"hello"},"p":"abc"}""");
    private static readonly byte[] Stopped = AmazonEvents.Event("messageStop", """{"stopReason":"end_turn"}""");
    private static readonly byte[] Figures = AmazonEvents.Event("metadata", """{"usage":{"inputTokens":3,"outputTokens":4}}""");

    [Fact]
    public void The_check_sum_is_that_of_the_standard()
    {
        Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));
        Assert.Equal(0xCBF43926u, Crc32.Of("6789"u8, Crc32.Of("12345"u8)));
        Assert.Equal(0u, Crc32.Of([]));
    }

    [Fact]
    public void A_sound_stream_passes_byte_for_byte_whole_or_byte_by_byte()
    {
        byte[] stream = [.. Said, .. Stopped, .. Figures];
        foreach (var seed in (int?[])[null, -1, 1, 2, 3])
        {
            var run = Run(stream, seed);
            Assert.Equal(Encoding.Latin1.GetString(stream), run.Output);
            Assert.StartsWith("Finished  Allow 3/4 events=3 stops=end_turn", run.Report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_bit_turned_anywhere_in_a_message_is_refused_or_never_ends_it()
    {
        byte[] stream = [.. Said, .. Stopped, .. Figures];
        for (var bit = 0; bit < Said.Length * 8; bit++)
        {
            var turned = (byte[])stream.Clone();
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            var run = Run(turned, null);
            Assert.DoesNotContain("hello", run.Output, StringComparison.Ordinal);
            Assert.StartsWith("Failed upstream_", run.Report, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(-1)]
    public void A_stream_that_stops_inside_a_message_is_truncated_even_where_it_could_end(int cut)
    {
        byte[] stream = [.. Said, .. Stopped, .. Figures[..(cut < 0 ? ^1 : cut)]];
        var run = Run(stream, -1);
        Assert.StartsWith("Truncated upstream_truncated", run.Report, StringComparison.Ordinal);
        Assert.Equal("modelStreamErrorException", AmazonEvents.Parse(run.Output)[^1].Headers[":exception-type"]);
    }

    [Fact]
    public void A_stream_without_figures_may_end_after_its_stop_and_no_sooner()
    {
        Assert.StartsWith("Finished", Run([.. Said, .. Stopped], 5).Report, StringComparison.Ordinal);
        Assert.StartsWith("Truncated", Run(Said, 5).Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(16, 1)]
    [InlineData(100, 85)]
    [InlineData((8 << 20) + 1, 0)]
    [InlineData(uint.MaxValue, 0)]
    [InlineData(uint.MaxValue, uint.MaxValue - 15)]
    [InlineData(1 << 20, (32 << 10) + 1)]
    public void Lengths_that_cannot_be_are_refused_before_anything_is_waited_for(uint length, uint headers)
    {
        var prelude = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(prelude, length);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(4), headers);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(8), Crc32.Of(prelude.AsSpan(0, 8)));
        Assert.StartsWith("Failed upstream_", StreamRun.Of(Readings.Converse, prelude, complete: false, shape: StreamShape.AmazonEvents).Report, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> HostileHeaders => new()
    {
        { "none", [] },
        { "no kind", AmazonEvents.Header(":event-type", "messageStop") },
        { "no name", AmazonEvents.Header(":message-type", "event") },
        { "unknown kind", Headers((":message-type", "note"), (":event-type", "messageStop")) },
        { "name with words", Headers((":message-type", "event"), (":event-type", "XK123456 is my key")) },
        { "twice", Headers((":message-type", "event"), (":event-type", "messageStop"), (":event-type", "contentBlockDelta")) },
        { "header name that speaks", Headers((":message-type", "event"), (":event-type", "messageStop"), ("XK123456", "a")) },
        { "no text", [.. Headers((":message-type", "event"), (":event-type", "messageStop")), 1, (byte)'a', 5, 1, 2, 3, 4, 5, 6, 7, 8] },
        { "binary", [.. Headers((":message-type", "event"), (":event-type", "messageStop")), 1, (byte)'a', 6, 0, 1, 65] },
        { "cut short", [.. Headers((":message-type", "event"), (":event-type", "messageStop")), 1, (byte)'a', 7, 0, 9, 65] },
        { "one byte too many", [.. Headers((":message-type", "event"), (":event-type", "messageStop")), 1] },
        { "empty name", [.. Headers((":message-type", "event"), (":event-type", "messageStop")), 0, 7, 0, 0] },
        { "seventeen", [.. Headers((":message-type", "event"), (":event-type", "messageStop")), .. Enumerable.Range('a', 15).SelectMany(c => AmazonEvents.Header($"{(char)c}", "1"))] },
        { "no UTF-8", [.. Headers((":message-type", "event"), (":event-type", "messageStop")), 1, (byte)'a', 7, 0, 1, 0xFF] },
    };

    [Theory]
    [MemberData(nameof(HostileHeaders))]
    public void Headers_that_are_not_plain_are_refused(string what, byte[] headers)
    {
        var run = Run([.. AmazonEvents.Message("""{"stopReason":"end_turn"}""".Utf8(), headers), .. Figures], null);
        Assert.True(run.Report.StartsWith("Failed upstream_invalid", StringComparison.Ordinal), what);
        Assert.DoesNotContain("XK", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_a_header_is_inspected_and_taken_out()
    {
        var message = AmazonEvents.Message([], (":message-type", "error"), (":error-code", "InternalError"), (":error-message", "XK123456 failed"));
        var parsed = Assert.Single(AmazonEvents.Parse(Run(message, -1).Output));
        Assert.Equal(("error", "InternalError", ""), (parsed.Headers[":message-type"], parsed.Headers[":error-code"], parsed.Headers[":error-message"]));
        var clean = AmazonEvents.Message([], (":message-type", "error"), (":error-code", "InternalError"), (":error-message", "it failed"));
        Assert.Equal(Encoding.Latin1.GetString(clean), Run(clean, null).Output);
    }

    [Fact]
    public void An_exception_ends_the_stream_and_its_words_are_inspected()
    {
        var message = AmazonEvents.Message("""{"message":"see XK123456"}""".Utf8(), (":message-type", "exception"), (":exception-type", "throttlingException"), (":content-type", "application/json"));
        var run = Run([.. message, .. Said], 3);
        var (headers, data) = Assert.Single(AmazonEvents.Parse(run.Output));
        Assert.Equal("throttlingException", headers[":exception-type"]);
        Assert.DoesNotContain("XK", data, StringComparison.Ordinal);
        Assert.StartsWith("Finished upstream_error Redact", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"p":"abc"}""")]
    [InlineData("""{"bytes":7}""")]
    [InlineData("""{"bytes":"no base64!"}""")]
    [InlineData("""{"bytes":"e30=","note":"XK123456"}""")]
    [InlineData("""{"bytes":"e30=","p":"XK123456"}""")]
    [InlineData("""{"bytes":"e30=","bytes":"e30="}""")]
    [InlineData("""{"bytes":"e30="} XK123456""")]
    [InlineData("""["e30="]""")]
    [InlineData("""{"bytes":"e30=" """)]
    [InlineData("""{"bytes":"/w=="}""")]
    public void A_chunk_that_holds_anything_else_is_refused(string payload)
    {
        var run = StreamRun.Of(Readings.Invoke, AmazonEvents.Event("chunk", payload), shape: StreamShape.AmazonEvents);
        Assert.StartsWith("Failed upstream_invalid", run.Report, StringComparison.Ordinal);
        Assert.DoesNotContain("XK", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_chunk_goes_without_its_padding()
    {
        var run = StreamRun.Of(Readings.Invoke, AmazonEvents.Chunk("""{"generation":"XK123456"}"""), shape: StreamShape.AmazonEvents);
        Assert.Equal("""{"generation":"[redacted:secret.marker]"}""", Assert.Single(AmazonEvents.Parse(run.Output)).Data);
        Assert.DoesNotContain("\"p\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_end_is_refused_before_it_fills_the_memory()
    {
        var output = new ArrayBufferWriter<byte>();
        using var transform = Readings.Converse.OpenStream(new MarkerGuard(), new MarkerGate(), new StreamSettings("exc_1", LabelMask.Instance));
        var start = AmazonEvents.Event("contentBlockDelta", new string('x', DialectLimits.EventBytes - 1024));
        transform.Push(start.AsSpan(0, start.Length - 1), output);
        Assert.False(transform.IsOver);
        transform.Complete(output);
        Assert.Equal("upstream_truncated", transform.Report.Code);
    }

    private static StreamRun Run(byte[] stream, int? seed) => StreamRun.Of(Readings.Converse, stream, seed, shape: StreamShape.AmazonEvents);

    private static byte[] Headers(params (string Name, string Value)[] headers) => [.. headers.SelectMany(h => AmazonEvents.Header(h.Name, h.Value))];
}
