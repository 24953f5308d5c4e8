using System.Buffers;
using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>One stream through a transform: what came out and what the report says, as comparable text.</summary>
internal sealed record StreamRun(string Output, string Report, IReadOnlyList<string> Asked)
{
    /// <summary>A stream as text that loses nothing: a character for each byte where it is binary.</summary>
    public static string TextOf(ReadOnlySpan<byte> stream, StreamShape shape) => (shape == StreamShape.AmazonEvents ? Encoding.Latin1 : Encoding.UTF8).GetString(stream);

    /// <summary>Pushes the bytes cut at random places; a null seed pushes them whole, a negative one byte by byte.</summary>
    public static StreamRun Of(
        IDialect dialect,
        byte[] stream,
        int? seed = null,
        IStreamGuard? guard = null,
        MarkerGate? gate = null,
        bool complete = true,
        StreamShape shape = StreamShape.Events,
        IMask? mask = null)
    {
        gate ??= new MarkerGate();
        var output = new ArrayBufferWriter<byte>();
        using var transform = dialect.OpenStream(guard ?? new MarkerGuard(), gate, new StreamSettings("exc_1", mask ?? LabelMask.Instance) { Shape = shape });
        var random = new Random(seed ?? 0);
        for (var at = 0; at < stream.Length && !transform.IsOver;)
        {
            var size = seed switch { null => stream.Length, < 0 => 1, _ => random.Next(4) == 0 ? 1 : random.Next(1, 64) };
            size = Math.Min(size, stream.Length - at);
            transform.Push(stream.AsSpan(at, size), output);
            at += size;
        }

        if (complete)
        {
            transform.Complete(output);
        }

        var report = transform.Report;
        var text = new StringBuilder();
        text.AppendLine($"{report.Ending} {report.Code} {report.Verdict} {report.Usage.Input}/{report.Usage.Output} events={report.Events} stops={string.Join(',', report.StopReasons)}");
        foreach (var segment in report.Segments)
        {
            text.AppendLine($"{segment.Index} {segment.Role} {segment.Provenance} {segment.Path} {segment.Length} {segment.Text}");
        }

        foreach (var finding in report.Findings)
        {
            text.AppendLine($"{finding.Label}@{finding.Segment}:{finding.Start}+{finding.Length}");
        }

        foreach (var call in report.ToolCalls)
        {
            text.AppendLine($"{call}");
        }

        return new StreamRun(TextOf(output.WrittenSpan, shape), text.ToString(), gate.Asked);
    }
}
