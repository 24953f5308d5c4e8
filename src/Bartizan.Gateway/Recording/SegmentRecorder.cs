using Bartizan.Core.Content;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Sensitivities;
using Bartizan.Gateway.Streaming;
using Bartizan.Guard;

namespace Bartizan.Gateway.Recording;

/// <summary>Makes what is kept of an exchange's text: keyed digests and findings, and the text itself only sealed and only when that is switched on.</summary>
internal sealed class SegmentRecorder(IContentProtector content)
{
    /// <summary>The records of a request's segments.</summary>
    public IReadOnlyList<SegmentRecord> OfRequest(Exchange exchange) => Of(
        exchange, exchange.Request!.Segments, exchange.Inspection, i => exchange.Request.DigestOf(i, content), exchange.RequestMetadata, exchange.HeaderLabel);

    /// <summary>The records of an answer's segments.</summary>
    public IReadOnlyList<SegmentRecord> Of(Exchange exchange, ReadOnlySpan<Segment> segments, InspectionResult inspection) =>
        Of(exchange, segments, inspection, null, MetadataLabels.None, Sensitivity.Public);

    /// <summary>The same where metadata gives some of them labels.</summary>
    public IReadOnlyList<SegmentRecord> Of(Exchange exchange, ReadOnlySpan<Segment> segments, InspectionResult inspection, MetadataLabels metadata) =>
        Of(exchange, segments, inspection, null, metadata, Sensitivity.Public);

    private SegmentRecord[] Of(
        Exchange exchange, ReadOnlySpan<Segment> segments, InspectionResult inspection, Func<int, string>? digests, MetadataLabels metadata, Sensitivity least)
    {
        var records = new SegmentRecord[segments.Length];
        for (var i = 0; i < segments.Length; i++)
        {
            ref readonly var segment = ref segments[i];
            var text = segment.Text.Span;
            var named = metadata.Of(segment.Path);
            records[i] = Record(
                exchange,
                segment.Role,
                segment.Provenance,
                segment.Path,
                text,
                digests?.Invoke(i) ?? content.Digest(text),
                text.Length,
                inspection.Notes.Count == 0 ? Within(inspection.Findings, segment.Index) : [.. Within(inspection.Notes, segment.Index), .. Within(inspection.Findings, segment.Index)],
                named > least ? named : least,
                inspection.ScoreOf(segment.Index));
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
                exchange, segment.Role, segment.Provenance, segment.Path, segment.Text.Span, content.Digest(segment.Text.Span), (int)Math.Min(segment.Length, int.MaxValue), Within(report.Findings, segment.Index));
        }

        return records;
    }

    private static IReadOnlyList<Finding> Within(IReadOnlyList<Finding> findings, int segment) =>
        findings.Count == 0 ? [] : [.. findings.Where(f => f.Segment == segment && f.Token is null)];

    private SegmentRecord Record(
        Exchange exchange,
        SegmentRole role,
        Provenance provenance,
        string path,
        ReadOnlySpan<char> text,
        string digest,
        int length,
        IReadOnlyList<Finding> findings,
        Sensitivity least = Sensitivity.Public,
        double? score = null)
    {
        var found = exchange.Snapshot.Routes.Sensitivities.Findings.Of(findings);
        var label = found > least ? found : least;
        return new()
        {
            Role = role,
            Provenance = provenance,
            Path = path,
            Length = length,
            Digest = digest,
            Injection = score is { } share ? (int)(share * 1_000_000) : null,
            Findings = findings,
            Sensitivity = label == Sensitivity.Public ? null : label,
            Sealed = exchange.Snapshot.Routes.Options.RecordedContent == RecordedContent.Sealed ? content.Seal(exchange.Id, path, text) : null,
        };
    }
}
