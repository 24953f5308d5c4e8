using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Translation;

public class EachToEachTests
{
    public static TheoryData<string, string> Pairs => Sample.Pairs(same: true);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_request_says_the_same_in_every_dialect(string from, string to)
    {
        var (client, upstream) = (Sample.Named(from), Sample.Named(to));
        Assert.Equal(upstream.Request, Translations.Request(client, upstream, client.Request).Body);
        Assert.Equal(upstream.StreamRequest, Translations.Request(client, upstream, client.StreamRequest, stream: true).Body);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_answer_says_the_same_in_every_dialect(string from, string to)
    {
        var (upstream, client) = (Sample.Named(from), Sample.Named(to));
        var (body, failure) = Translations.Answer(client, upstream, upstream.Answer);
        Assert.Null(failure);
        Assert.Equal(client.Answer, body);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_stream_says_the_same_in_every_dialect_however_the_network_cuts_it(string from, string to)
    {
        var (upstream, client) = (Sample.Named(from), Sample.Named(to));
        foreach (var seed in (int?[])[null, -1, 1, 2, 3])
        {
            var (output, report) = Translations.Stream(client, upstream, upstream.Events, seed);
            Assert.Equal(StreamEnding.Finished, report.Ending);
            Assert.Equal(Encoding.Latin1.GetString(client.Events), Encoding.Latin1.GetString(output));
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_is_masked_or_cut_in_one_dialect_is_so_in_every_other_however_the_network_cuts_it(string from, string to)
    {
        var (upstream, client) = (Sample.Named(from), Sample.Named(to));
        var random = new Random(23);
        for (var i = 0; i < 40; i++)
        {
            var text = RandomJson.Text(random, 30);
            var stops = i % 4 == 0;
            var said = stops ? text + "STOP!" + RandomJson.Text(random, 5) : text;
            var stream = from switch
            {
                "chat" => StreamBytes.OpenAi(random, said),
                "messages" => StreamBytes.Anthropic(random, "thinking", said),
                "gemini" => Gemini(random, said),
                _ => StreamBytes.Converse(random, "thinking", said),
            };
            var (whole, report) = Translations.Stream(client, upstream, stream);
            foreach (var seed in (int[])[-1, i + 1])
            {
                var (cut, again) = Translations.Stream(client, upstream, stream, seed);
                Assert.Equal(Encoding.Latin1.GetString(whole), Encoding.Latin1.GetString(cut));
                Assert.Equal(report.Ending, again.Ending);
            }

            if (report.Ending == StreamEnding.Finished)
            {
                Assert.Equal(RedactionCheck.Masked(said), Translations.TextOf(client, whole));
            }
            else
            {
                Assert.DoesNotContain("STOP!", Encoding.UTF8.GetString(whole), StringComparison.Ordinal);
                Assert.Contains("blocked_by_policy", Encoding.UTF8.GetString(whole), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("converse")]
    public void A_gemini_client_may_have_its_stream_as_an_array(string from)
    {
        var upstream = Sample.Named(from);
        var (output, _) = Translations.Stream(Sample.Gemini, upstream, upstream.Events, seed: 5, shape: StreamShape.JsonArray);
        Assert.Equal($"[{string.Join(",\n", SseEvents.Parse(Encoding.UTF8.GetString(Sample.Gemini.Events)).Select(e => e.Data))}\n]", Encoding.UTF8.GetString(output));
        Assert.Equal(6, JsonNode.Parse(output)!.AsArray().Count);
        var (cut, _) = Translations.Stream(Sample.Gemini, upstream, upstream.Events[..^30], shape: StreamShape.JsonArray);
        Assert.Equal("upstream_truncated", (string?)JsonNode.Parse(cut)!.AsArray()[^1]!["error"]!["details"]![0]!["reason"]);
    }

    // A stream of one candidate; those of StreamBytes have two, which nobody asks for in translation.
    private static byte[] Gemini(Random random, string text)
    {
        var stream = new StringBuilder();
        void Add(string part, string more) =>
            stream.Append($$"""data: {"candidates":[{"content":{"parts":[{{part}}],"role":"model"},"index":0{{more}}}]}""").Append("\n\n");
        Add("""{"text":"thinking","thought":true}""", "");
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 6), text.Length - at);
            length += char.IsHighSurrogate(text[at + length - 1]) ? 1 : 0;
            Add($$"""{"text":"{{RandomJson.EncodeAscii(text.Substring(at, length))}}"}""", "");
            at += length;
        }

        Add("""{"text":""}""", ",\"finishReason\":\"STOP\"");
        return stream.ToString().Utf8();
    }
}
