using Bartizan.Core.Exchanges;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Streaming;

/// <summary>
/// Inspects one text channel of a streamed response as it passes. However the text is cut into <see cref="Append"/> calls,
/// <see cref="Findings"/> after <see cref="Complete"/> equal those of the span inspectors over the whole text,
/// and text once reported settled never gets another finding. Not thread-safe.
/// </summary>
public sealed class StreamInspection
{
    private readonly List<Finding> _findings = [];
    private readonly List<InspectorFailure> _failures = [];
    private readonly System.Text.StringBuilder _all = new();
    private readonly SpanInspector? _spans;
    private readonly GuardOptions _options;
    private readonly int _segmentIndex;

    internal StreamInspection(SpanInspector? spans, GuardOptions options, int segmentIndex)
    {
        _spans = spans;
        _options = options;
        _segmentIndex = segmentIndex;
    }

    /// <summary>Settled findings, ordered by start; offsets from the channel's start.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>What could not be inspected; once there is one, nothing more settles before <see cref="Complete"/>.</summary>
    public IReadOnlyList<InspectorFailure> Failures => _failures;

    /// <summary>Takes the channel's next text. Returns how many UTF-16 units from the channel's start are settled: no finding that is not already in <see cref="Findings"/> can ever touch them.</summary>
    public long Append(ReadOnlySpan<char> text)
    {
        _all.Append(text);
        return 0;
    }

    /// <summary>Ends the channel: everything is settled. Returns the channel's length.</summary>
    public long Complete()
    {
        var found = new List<Finding>();
        var segment = new Segment(_segmentIndex, SegmentRole.Assistant, Provenance.Model, "", _all.ToString().AsMemory());
        _spans?.Inspect(in segment, Normalization.TextNormalizer.Normalize(segment.Text), found);
        _findings.AddRange(FindingOrder.Settle(found, _options));
        return _all.Length;
    }
}
