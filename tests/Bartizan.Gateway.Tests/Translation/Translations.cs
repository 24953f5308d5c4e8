using System.Buffers;
using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Gateway.Translation;

namespace Bartizan.Gateway.Tests.Translation;

/// <summary>Translates in tests as the pipeline does, without a gateway around it.</summary>
internal static class Translations
{
    /// <summary>A request as another dialect has it, after its own dialect has read it; with what it lost.</summary>
    public static (string Body, string Lost) Request(Sample client, Sample upstream, string body, bool stream = false)
    {
        using var reading = client.Dialect.ReadRequest(body.Utf8());
        Assert.Null(reading.Failure);
        var (translator, failure) = Translator.Begin(client.Provider, upstream.Provider, body.Utf8(), stream, Sample.Context(client));
        Assert.Null(failure);
        using var again = upstream.Dialect.ReadRequest(translator!.Request);
        Assert.Null(again.Failure);
        return (Encoding.UTF8.GetString(translator.Request.Span), translator.Losses.ToString());
    }

    /// <summary>Why a request cannot be translated.</summary>
    public static ReadFailure Refused(Sample client, Sample upstream, string body)
    {
        using var reading = client.Dialect.ReadRequest(body.Utf8());
        Assert.Null(reading.Failure);
        var (translator, failure) = Translator.Begin(client.Provider, upstream.Provider, body.Utf8(), stream: false, Sample.Context(client));
        Assert.Null(translator);
        return failure!;
    }

    /// <summary>A translator that was begun with a sample's request.</summary>
    public static Translator Begun(Sample client, Sample upstream, StreamShape? shape = null) =>
        Translator.Begin(client.Provider, upstream.Provider, client.StreamRequest.Utf8(), stream: true, Sample.Context(client) with { Shape = shape ?? client.Shape }).Translator!;

    /// <summary>A whole answer as a client of another dialect gets it.</summary>
    public static (string Body, ReadFailure? Failure) Answer(Sample client, Sample upstream, string answer)
    {
        using var reading = upstream.Dialect.ReadResponse(answer.Utf8());
        Assert.Null(reading.Failure);
        var (body, failure) = Begun(client, upstream).Answer(answer.Utf8());
        return (Encoding.UTF8.GetString(body.Span), failure);
    }

    /// <summary>A stream as a client of another dialect gets it, inspected by markers; pushed whole, byte by byte (negative), or cut at random.</summary>
    public static (byte[] Output, StreamReport Report) Stream(Sample client, Sample upstream, byte[] stream, int? seed = null, bool complete = true, StreamShape? shape = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var inner = upstream.Dialect.OpenStream(
            new MarkerGuard(), new MarkerGate(), new StreamSettings("exc_1", LabelMask.Instance) { Shape = upstream.Shape, WritesErrors = false });
        using var transform = Begun(client, upstream, shape).OpenStream(inner);
        var random = new Random(seed ?? 0);
        for (var at = 0; at < stream.Length && !transform.IsOver;)
        {
            var size = Math.Min(stream.Length - at, seed switch { null => stream.Length, < 0 => 1, _ => random.Next(4) == 0 ? 1 : random.Next(1, 64) });
            transform.Push(stream.AsSpan(at, size), output);
            at += size;
        }

        if (complete)
        {
            transform.Complete(output);
        }

        return (output.WrittenSpan.ToArray(), transform.Report);
    }

    /// <summary>The text that a client reads from a stream.</summary>
    public static string TextOf(Sample client, byte[] stream) => client.Shape == StreamShape.AmazonEvents
        ? AmazonEvents.Joined(Encoding.Latin1.GetString(stream), e => e["delta"]?["text"])
        : SseEvents.Joined(Encoding.UTF8.GetString(stream), e =>
            e["choices"]?.AsArray().FirstOrDefault()?["delta"]?["content"] ?? e["delta"]?["text"] ?? e["candidates"]?[0]?["content"]?["parts"]?[0]?["text"]);
}
