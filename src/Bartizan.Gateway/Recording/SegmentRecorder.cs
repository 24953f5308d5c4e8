using Bartizan.Core.Content;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Streaming;
using Bartizan.Guard;

namespace Bartizan.Gateway.Recording;

/// <summary>Makes what is kept of an exchange's text: keyed digests and findings, and the text itself only sealed and only when that is switched on.</summary>
internal sealed class SegmentRecorder(IContentProtector content)
{
    /// <summary>The records of a message's segments.</summary>
    public IReadOnlyList<SegmentRecord> Of(Exchange exchange, ReadOnlySpan<Segment> segments, InspectionResult inspection)
    {
        if (segments.Length == 0)
        {
            return [];
        }

        var records = new SegmentRecord[segments.Length];
        for (var i = 0; i < segments.Length; i++)
        {
            ref readonly var segment = ref segments[i];
            records[i] = Record(
                exchange, segment.Role, segment.Provenance, segment.Path, segment.Text.Span, segment.Text.Length, Within(inspection.Findings, segment.Index), inspection.ScoreOf(segment.Index));
        }

        return records;
    }

    /// <summary>The records of a stream's channels.</summary>
    public IReadOnlyList<SegmentRecord> Of(Exchange exchange, StreamReport report)
    {
        var records = new SegmentRecord[report.Segments.Count];
        for (var i = 0; i < records.Length; i++)
        {
            var segment = report.Segments[i];
            records[i] = Record(
                exchange, segment.Role, segment.Provenance, segment.Path, segment.Text.Span, (int)Math.Min(segment.Length, int.MaxValue), Within(report.Findings, segment.Index));
        }

        return records;
    }

    private static IReadOnlyList<Finding> Within(IReadOnlyList<Finding> findings, int segment) =>
        findings.Count == 0 ? [] : [.. findings.Where(f => f.Segment == segment && f.Token is null)];

    private SegmentRecord Record(
        Exchange exchange, SegmentRole role, Provenance provenance, string path, ReadOnlySpan<char> text, int length, IReadOnlyList<Finding> findings, double? score = null) => new()
        {
            Role = role,
            Provenance = provenance,
            Path = path,
            Length = length,
            Digest = content.Digest(text),
            Injection = score is { } share ? (int)(share * 1_000_000) : null,
            Findings = findings,
            Sealed = exchange.Snapshot.Routes.Options.RecordedContent == RecordedContent.Sealed ? content.Seal(exchange.Id, path, text) : null,
        };
}
