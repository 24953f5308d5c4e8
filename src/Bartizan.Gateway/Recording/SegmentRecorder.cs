using Bartizan.Core.Content;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Sensitivities;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Recording;

/// <summary>Makes what is kept of an exchange's text: keyed digests and findings, and the text itself only sealed and only when that is switched on.</summary>
internal sealed class SegmentRecorder(IContentProtector content)
{
    /// <summary>The records of a message's segments.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="segments">The segments.</param>
    /// <param name="findings">What was found in them.</param>
    /// <param name="metadata">The labels that the message's metadata gives them; null for none.</param>
    /// <param name="least">The label that all of them have at least.</param>
    public IReadOnlyList<SegmentRecord> Of(
        Exchange exchange, ReadOnlySpan<Segment> segments, IReadOnlyList<Finding> findings, MetadataLabels? metadata = null, Sensitivity least = default)
    {
        if (segments.Length == 0)
        {
            return [];
        }

        var records = new SegmentRecord[segments.Length];
        for (var i = 0; i < segments.Length; i++)
        {
            ref readonly var segment = ref segments[i];
            var named = metadata?.Of(segment.Path) ?? Sensitivity.Public;
            records[i] = Record(
                exchange, segment.Role, segment.Provenance, segment.Path, segment.Text.Span, segment.Text.Length, Within(findings, segment.Index), named > least ? named : least);
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
        Exchange exchange,
        SegmentRole role,
        Provenance provenance,
        string path,
        ReadOnlySpan<char> text,
        int length,
        IReadOnlyList<Finding> findings,
        Sensitivity least = default)
    {
        var found = exchange.Snapshot.Routes.Sensitivities.Findings.Of(findings);
        var label = found > least ? found : least;
        return new()
        {
            Role = role,
            Provenance = provenance,
            Path = path,
            Length = length,
            Digest = content.Digest(text),
            Findings = findings,
            Sensitivity = label == Sensitivity.Public ? null : label,
            Sealed = exchange.Snapshot.Routes.Options.RecordedContent == RecordedContent.Sealed ? content.Seal(exchange.Id, path, text) : null,
        };
    }
}
