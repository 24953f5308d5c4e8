using System.Text;
using System.Text.Json;
using Bartizan.Detect.Records;
using Bartizan.Detect.Values;

namespace Bartizan.Detect.Tests.Records;

public class RecordTests
{
    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", true)]
    [InlineData("{\"a\":1}", true)]
    [InlineData("{\n\"a\":1}", false)]
    [InlineData("[{\"a\":1}]", false)]
    [InlineData("{\"Records\":[{\"a\":1}]}", false)]
    [InlineData("{\"a\":{\"Records\":[]}}\n", true)]
    [InlineData("{broken}\n{\"a\":2}\n", true)]
    [InlineData("", false)]
    public void Lines_are_told_from_documents(string text, bool lines) => Assert.Equal(lines, RecordSplitter.IsLines(Encoding.UTF8.GetBytes(text), final: true));

    [Theory]
    [InlineData("""{"Records":[{"a":1},{"a":[2]}],"x":1}""", """{"a":1}|{"a":[2]}""")]
    [InlineData("""[{"a":1}, {"a":2}]""", """{"a":1}|{"a":2}""")]
    [InlineData("""{"a":1} {"a":2}""", """{"a":1}|{"a":2}""")]
    [InlineData("""[]""", "")]
    public void Documents_are_split_into_events(string text, string events)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(events, string.Join('|', RecordSplitter.Split(bytes).Select(r => Encoding.UTF8.GetString(bytes[r]))));
    }

    [Fact]
    public void A_broken_document_is_an_error() => Assert.ThrowsAny<JsonException>(() => RecordSplitter.Split("[{]"u8));

    [Theory]
    [InlineData("""{"ls":{"product":"windows","category":["a","b"]},"ev":{"f":1}}""", """{"f":1}""", "windows//a,b")]
    [InlineData("""{"id":"x","ls":{"service":"s","category":"c"},"ev":{"f":1}}""", """{"f":1}""", "/s/c")]
    [InlineData("""{"ev":{"f":1},"ls":{"product":"p"}}""", """{"f":1}""", "p//")]
    [InlineData("""{"id":"x","f":1}""", """{"id":"x","f":1}""", null)]
    [InlineData("""{"ev":"text"}""", """{"ev":"text"}""", null)]
    [InlineData("""{"ls":{,"ev":{}}""", """{"ls":{,"ev":{}}""", null)]
    public void An_envelope_is_opened(string record, string inner, string? source)
    {
        var bytes = Encoding.UTF8.GetBytes(record);
        var (place, declared, _) = new EventEnvelope().Open(bytes, exact: true);
        Assert.Equal(inner, Encoding.UTF8.GetString(bytes[place]));
        Assert.Equal(source, declared is null ? null : $"{declared.Product}/{declared.Service}/{string.Join(',', declared.Categories)}");
    }

    [Theory]
    [InlineData("2024-07-30T21:31:21Z", 1722375081000)]
    [InlineData("2024-07-30T21:31:21.5+02:00", 1722367881500)]
    [InlineData("2024-07-30 21:31:21.123456", 1722375081123)]
    [InlineData("2024-07-30T21:31:21-0530", 1722394881000)]
    [InlineData("1722375081", 1722375081000)]
    [InlineData("1722375081000", 1722375081000)]
    [InlineData("1722375081.5", 1722375081500)]
    [InlineData("1722375081000000", 1722375081000)]
    [InlineData("2024-02-30T00:00:00Z", null)]
    [InlineData("2024-07-30T25:00:00Z", null)]
    [InlineData("yesterday", null)]
    [InlineData("9999999999999999999999", null)]
    [InlineData("0001-01-01T00:00:00+23:00", null)]
    [InlineData("", null)]
    public void Times_are_read(string text, long? milliseconds) => Assert.Equal(milliseconds, EventClock.Milliseconds(Encoding.UTF8.GetBytes(text)));
}
