using System.Text.Json.Nodes;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Masking;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Masking;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Masking;

/// <summary>The laws of streams hold for restoring too: in every dialect, however the network cuts it, clients read what they would read of a whole answer.</summary>
public class RestoreInvarianceTests
{
    private static readonly MaskedValue[] Values =
    [
        new("pii.email", "u7kq2m9xh4wab@mask.invalid", "bob@example.org"),
        new("pii.payment-card", "9999123456789017", "4111 1111 1111 1111"),
        new("pii.person", "<pii.person-7kq2m9xh4wab>", "Ada \"the first\" \\ Lovelace\n\t😀\u2028</script>"),
        new("secret.private-key", "<secret.private-key-7kq2m9xh4wab>", "-----BEGIN\nXK123456\nEND-----"),
    ];

    public static TheoryData<string> Dialects => ["openai", "openai-logprobs", "anthropic", "responses", "responses-logprobs", "gemini", "gemini-array"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void How_the_network_cuts_a_stream_changes_neither_bytes_nor_verdict(string name)
    {
        var random = new Random(29);
        for (var i = 0; i < 25; i++)
        {
            var (dialect, stream) = Make(name, random, TokenTexts.Random(random, Values), TokenTexts.Random(random, Values));
            var whole = Run(dialect, stream, null, name);
            Assert.Equal(whole, Run(dialect, stream, -1, name));
            for (var seed = 1; seed < 4; seed++)
            {
                Assert.Equal(whole, Run(dialect, stream, seed, name));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void What_the_client_reads_is_the_whole_text_restored(string name)
    {
        var random = new Random(31);
        for (var i = 0; i < 200; i++)
        {
            var (thinking, text) = (name.StartsWith("openai", StringComparison.Ordinal) ? "" : TokenTexts.Random(random, Values), TokenTexts.Random(random, Values));
            var (dialect, stream) = Make(name, random, thinking, text);
            var (output, _) = Run(dialect, stream, i, name);
            var said = Said(output, name);
            Assert.Contains(Restored(text, SegmentRole.Assistant), said);
            Assert.Contains(Restored(thinking, SegmentRole.Reasoning), said);
        }
    }

    private static (string Output, string Report) Run(IDialect dialect, byte[] stream, int? seed, string name)
    {
        var masking = Masking();
        var run = StreamRun.Of(
            dialect, stream, seed, TokenGuard.For(new MarkerGuard(), masking), shape: ShapeOf(name), mask: AnswerMask.For(masking));
        return (run.Output, run.Report + string.Join(' ', run.Asked));
    }

    private static ExchangeMasking Masking() => new(new SessionName(new string('0', 64), Given: true), new MaskingSession("0", new byte[32], Values));

    // What a whole answer would say.
    private static string Restored(string text, SegmentRole role)
    {
        Segment[] segments = [new(0, role, Provenance.Model, "", text.AsMemory())];
        var masking = Masking();
        var findings = OwnTokens.Sort(MarkerGuard.Inspect(segments), segments, masking, restorable: true);
        foreach (var span in Enumerable.Reverse(MaskSpan.Merge(findings, segments, AnswerMask.For(masking))))
        {
            text = text.Remove(span.Start, span.End - span.Start).Insert(span.Start, span.Mask.Text);
        }

        return text;
    }

    private static (IDialect Dialect, byte[] Stream) Make(string name, Random random, string thinking, string text)
    {
        var logprobs = name.EndsWith("-logprobs", StringComparison.Ordinal);
        return name switch
        {
            "anthropic" => (Readings.Anthropic, StreamBytes.Anthropic(random, thinking, text)),
            "openai" or "openai-logprobs" => (Readings.OpenAi, StreamBytes.OpenAi(random, text, logprobs)),
            "gemini" or "gemini-array" => (Readings.Gemini, StreamBytes.Gemini(random, thinking, text, ShapeOf(name))),
            _ => (Readings.Responses, StreamBytes.Responses(random, thinking, text, logprobs)),
        };
    }

    private static StreamShape ShapeOf(string name) => name == "gemini-array" ? StreamShape.JsonArray : StreamShape.Events;

    // Every text of the stream: the strings that stand in one place of events of one kind, joined.
    private static IEnumerable<string> Said(string output, string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var json in name == "gemini-array" ? JsonNode.Parse(output)!.AsArray() : SseEvents.Parse(output).Where(e => e.Data != "[DONE]").Select(e => JsonNode.Parse(e.Data)))
        {
            Collect(json, $"{json!["type"]} {json["index"]}", texts);
        }

        return texts.Values.Append("");
    }

    private static void Collect(JsonNode? node, string path, Dictionary<string, string> texts)
    {
        switch (node)
        {
            case JsonObject item:
                foreach (var (key, value) in item)
                {
                    Collect(value, $"{path}.{key}", texts);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Collect(list[i], $"{path}[{list[i]?["index"] ?? i}]{list[i]?["thought"]}", texts);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                texts[path] = texts.GetValueOrDefault(path) + text;
                break;
        }
    }
}
