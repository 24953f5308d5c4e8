using System.Buffers;
using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Streaming;

public class StreamFuzzTests
{
    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("responses")]
    [InlineData("gemini")]
    [InlineData("gemini-array")]
    [InlineData("converse")]
    [InlineData("invoke-claude")]
    [InlineData("invoke-nova")]
    [InlineData("invoke-llama")]
    public void Mutated_streams_never_throw_never_leak_and_do_not_depend_on_cuts(string name)
    {
        var random = new Random(41);
        var dialect = Readings.Named(name);
        var shape = Readings.ShapeOf(name);
        for (var i = 0; i < 1_500; i++)
        {
            var text = RandomJson.Text(random, 10);
            var stream = name switch
            {
                "openai" => StreamBytes.OpenAi(random, text, i % 3 == 0),
                "anthropic" => StreamBytes.Anthropic(random, RandomJson.Text(random, 3), text),
                "responses" => StreamBytes.Responses(random, RandomJson.Text(random, 3), text, i % 3 == 0),
                "converse" or "invoke-nova" => StreamBytes.Converse(random, RandomJson.Text(random, 3), text, nova: name == "invoke-nova"),
                "invoke-claude" => StreamBytes.InvokeClaude(random, RandomJson.Text(random, 3), text),
                "invoke-llama" => StreamBytes.InvokeLlama(random, text),
                _ => StreamBytes.Gemini(random, RandomJson.Text(random, 3), text, shape),
            };
            // Half of the binary streams are damaged inside their messages, whose check sums are then made to fit.
            stream = shape == StreamShape.AmazonEvents && i % 2 == 0 ? AmazonEvents.Change(stream, message => Mutate(random, message)) : Mutate(random, stream);
            var whole = StreamRun.Of(dialect, stream, shape: shape);
            var cut = StreamRun.Of(dialect, stream, seed: i, shape: shape);
            Assert.Equal(whole.Output, cut.Output);
            Assert.Equal(whole.Report, cut.Report);
            Assert.DoesNotContain("Open", whole.Report[..5], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("data: ")]
    [InlineData(": ")]
    public void An_event_without_end_is_refused_before_it_fills_the_memory(string start)
    {
        var output = new ArrayBufferWriter<byte>();
        using var transform = Readings.OpenAi.OpenStream(new MarkerGuard(), new MarkerGate(), new StreamSettings("exc_1", LabelMask.Instance));
        transform.Push(start.Utf8(), output);
        var filler = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
        var pushes = 0;
        for (; !transform.IsOver; pushes++)
        {
            transform.Push(filler, output);
        }

        Assert.InRange(pushes, 1, (DialectLimits.EventBytes / filler.Length) + 2);
        Assert.Equal("upstream_too_large", transform.Report.Code);
    }

    [Fact]
    public void What_is_held_back_is_bounded()
    {
        var output = new ArrayBufferWriter<byte>();
        using var transform = Readings.OpenAi.OpenStream(new MarkerGuard(), new MarkerGate(), new StreamSettings("exc_1", LabelMask.Instance));
        transform.Push("""data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"pay","arguments":"{"}}]}}]}"""u8, output);
        transform.Push("\n\n"u8, output);
        var says = $$$"""data: {"choices":[{"index":1,"delta":{"content":"{{{new string('y', 100_000)}}}"}}]}""".Utf8();
        var pushes = 0;
        for (; !transform.IsOver; pushes++)
        {
            transform.Push(says, output);
            transform.Push("\n\n"u8, output);
        }

        Assert.InRange(pushes, 1, (DialectLimits.HeldBytes / 100_000) + 2);
        Assert.Equal("upstream_too_large", transform.Report.Code);
    }

    [Fact]
    public void Endless_texts_are_refused()
    {
        var stream = string.Concat(Enumerable.Range(0, 2_000).Select(i => $$$"""data: {"choices":[{"index":{{{i}}},"delta":{"content":"a"}}]}""" + "\n\n"));
        Assert.Contains("upstream_invalid", StreamRun.Of(Readings.OpenAi, stream.Utf8()).Report, StringComparison.Ordinal);
    }

    private static byte[] Mutate(Random random, byte[] stream)
    {
        for (var n = random.Next(4); n > 0 && stream.Length > 0; n--)
        {
            var at = random.Next(stream.Length);
            var end = Math.Min(stream.Length, at + random.Next(1, 80));
            stream = random.Next(5) switch
            {
                0 => [.. stream[..at], (byte)random.Next(256), .. stream[at..]],
                1 => [.. stream[..at], .. stream[end..]],
                2 => [.. stream[..end], .. stream[at..]],
                3 => [.. stream[..at], .. "\r\n\n\\{}[]\",:"u8.Slice(random.Next(11), 1), .. stream[at..]],
                _ => stream[..at],
            };
        }

        return stream;
    }
}
