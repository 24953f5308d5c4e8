using System.Buffers;
using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Streaming;

public class JsonArrayFramingTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData(" [ \r\n ] ")]
    [InlineData("[{}]")]
    [InlineData("[{}\n,\r\n{\"a\":{\"b\":[1,{\"c\":\"]}\\\"\\\\\"}]}}\t]\n")]
    public void What_is_an_array_of_objects_passes_to_its_closing_bracket(string array)
    {
        var run = Run(array);
        Assert.Equal(array.TrimEnd(), run.Output);
        Assert.StartsWith("Finished", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[[]]")]
    [InlineData("[1]")]
    [InlineData("[\"words\"]")]
    [InlineData("[null,{}]")]
    [InlineData("[,{}]")]
    [InlineData("[{},,{}]")]
    [InlineData("[{},]")]
    [InlineData("[{}{}]")]
    [InlineData("[{} XK123456 ,{}]")]
    [InlineData("[{}/* XK123456 */]")]
    [InlineData("data: {}\n\n")]
    [InlineData("\uFEFF[{}]")]
    [InlineData("[{\"a\":1]}]")]
    [InlineData("[{\"a\":}]")]
    [InlineData("[{\"a\":\"\u0001\"}]")]
    public void Anything_else_is_refused_and_does_not_pass(string array)
    {
        var run = Run(array);
        Assert.StartsWith("Failed upstream_invalid", run.Report, StringComparison.Ordinal);
        Assert.DoesNotContain("XK", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[")]
    [InlineData("[{}")]
    [InlineData("[{},")]
    [InlineData("[{\"a\":\"]")]
    [InlineData("[{\"a\":\"\\")]
    public void What_stops_before_the_bracket_is_truncated(string array) =>
        Assert.StartsWith("Truncated upstream_truncated", Run(array).Report, StringComparison.Ordinal);

    [Fact]
    public void What_follows_the_bracket_is_not_read()
    {
        var run = Run("[{}]XK123456");
        Assert.Equal("[{}]", run.Output);
    }

    [Fact]
    public void An_element_passes_as_soon_as_it_is_whole() =>
        Assert.Equal("[{\"a\":1}", StreamRun.Of(Readings.Gemini, "[{\"a\":1}"u8.ToArray(), complete: false, shape: StreamShape.JsonArray).Output);

    [Theory]
    [InlineData("[{\"a\":\"")]
    [InlineData("[        ")]
    public void An_element_without_end_is_refused_before_it_fills_the_memory(string start)
    {
        var output = new ArrayBufferWriter<byte>();
        using var transform = Readings.Gemini.OpenStream(
            new MarkerGuard(), new MarkerGate(), new StreamSettings("exc_1", LabelMask.Instance) { Shape = StreamShape.JsonArray });
        transform.Push(start.Utf8(), output);
        var filler = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
        var pushes = 0;
        for (; !transform.IsOver; pushes++)
        {
            transform.Push(filler, output);
        }

        Assert.InRange(pushes, 1, (DialectLimits.EventBytes / filler.Length) + 2);
        Assert.Equal("upstream_too_large", transform.Report.Code);
    }

    private static StreamRun Run(string array)
    {
        var whole = StreamRun.Of(Readings.Gemini, array.Utf8(), shape: StreamShape.JsonArray);
        Assert.Equal(whole, StreamRun.Of(Readings.Gemini, array.Utf8(), seed: -1, shape: StreamShape.JsonArray) with { Asked = whole.Asked });
        return whole;
    }
}
