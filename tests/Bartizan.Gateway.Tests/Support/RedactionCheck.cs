using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>The laws of redaction, checked on one reading.</summary>
internal static class RedactionCheck
{
    /// <summary>Masks what the markers find: valid JSON, nothing left to find, and nothing but what was found is changed.</summary>
    public static void Holds(IDialect dialect, IReading reading, byte[] body)
    {
        var findings = MarkerGuard.Inspect(reading.Segments);
        var redacted = dialect.Redact(reading, findings, LabelMask.Instance);
        if (findings.Count == 0)
        {
            Assert.Equal(body, redacted);
            return;
        }

        using var document = JsonDocument.Parse(redacted, new JsonDocumentOptions { MaxDepth = 80 });
        using IReading again = reading is RequestReading ? dialect.ReadRequest(redacted) : dialect.ReadResponse(redacted);
        Assert.Null(again.Failure);
        Assert.Empty(MarkerGuard.Inspect(again.Segments));
    }

    /// <summary>The text with each marker masked: what redaction should make of one plain segment.</summary>
    public static string Masked(string text)
    {
        Segment[] segments = [new(0, SegmentRole.Assistant, Provenance.Model, "", text.AsMemory())];
        foreach (var span in Enumerable.Reverse(MaskSpan.Merge(MarkerGuard.Inspect(segments), segments, LabelMask.Instance)))
        {
            text = text.Remove(span.Start, span.End - span.Start).Insert(span.Start, span.Mask.Text);
        }

        return text;
    }
}
