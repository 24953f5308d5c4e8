using System.Text;
using System.Text.Json;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Json;

public class JsonTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\\n\\t\\\"\\\\\\/\\b\\f\\r", "\n\t\"\\/\b\f\r")]
    [InlineData("caf\\u00e9 café", "café café")]
    [InlineData("\\ud83d\\ude00😀", "😀😀")]
    [InlineData("a\\ud83db", "a\uFFFDb")]
    [InlineData("\\ude00\\ud83d", "\uFFFD\uFFFD")]
    [InlineData("\\u0000", "\0")]
    public void Decodes_as_the_platform_does_and_mends_lone_surrogates(string raw, string text)
    {
        Span<char> buffer = new char[raw.Length * 2];
        Assert.Equal(text, buffer[..JsonText.Decode(raw.Utf8(), buffer)].ToString());
        Span<byte> bytes = new byte[raw.Length * 3];
        Assert.Equal(text, Encoding.UTF8.GetString(bytes[..JsonText.Unescape(raw.Utf8(), bytes)]));
    }

    [Fact]
    public void Escapes_to_something_that_the_platform_reads_back()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var text = RandomJson.Text(random, 30);
            var output = default(PooledList<byte>);
            JsonText.Escape(text, ref output);
            Assert.Equal(text, JsonSerializer.Deserialize<string>((byte[])[(byte)'"', .. output.Items, (byte)'"']));
            output.Dispose();
        }
    }

    [Fact]
    public void Every_decoded_place_maps_to_its_raw_place()
    {
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var text = RandomJson.Text(random, 24);
            var raw = RandomJson.Encode(random, text).Utf8();
            var start = random.Next(text.Length + 1);
            var end = random.Next(start, text.Length + 1);
            // A pair is never torn apart.
            start -= start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) ? 1 : 0;
            end += end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
            var walker = new EscapeWalker(raw);
            var rawStart = walker.OfUnit(start, up: false);
            var rawEnd = walker.OfUnit(end, up: true);
            var middle = JsonSerializer.Deserialize<string>((byte[])[(byte)'"', .. raw.AsSpan(rawStart, rawEnd - rawStart), (byte)'"']);
            Assert.Equal(text[start..end], middle);

            var byteWalker = new EscapeWalker(raw);
            Assert.Equal(rawStart, byteWalker.OfByte(Encoding.UTF8.GetByteCount(text[..start]), up: false));
            Assert.Equal(rawEnd, byteWalker.OfByte(Encoding.UTF8.GetByteCount(text[..end]), up: true));
        }
    }
}
