using System.Runtime.InteropServices;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Spans;

/// <summary>
/// Finds exact spans: secrets, personal data, exfiltration patterns, hidden text, canary tokens. Reads the text as it stands and, where that differs,
/// folded: look-alikes and full-width forms as ASCII, invisible characters removed, escapes opened.
/// </summary>
public sealed class SpanInspector : IAcrossInspector
{
    private readonly GuardOptions _options;
    private readonly Seams _seams;

    /// <summary>Creates the inspector.</summary>
    public SpanInspector(GuardOptions options)
    {
        _options = options;
        Scanner = SpanScanner.Create(options);
        _seams = new Seams(this);
    }

    /// <inheritdoc/>
    public string Name => "spans";

    internal SpanScanner Scanner { get; }

    void IAcrossInspector.InspectAcross(ReadOnlySpan<Segment> segments, List<Finding> findings) => _seams.Inspect(segments, findings);

    /// <inheritdoc/>
    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        var hits = new List<SettledHit>();
        var original = segment.Text.Span;
        Lane.ScanWhole(Scanner.Detectors, original, hits);
        ScanFolded(original, hits);
        if (hits.Count > 0)
        {
            hits.Sort(SettledHit.Compare);
            new HitSieve(_options).Pass(CollectionsMarshal.AsSpan(hits), segment.Index, findings);
        }
    }

    /// <summary>Scans the folded reading, where folding changes anything.</summary>
    private void ScanFolded(ReadOnlySpan<char> original, List<SettledHit> hits)
    {
        var text = new SpanText(original, final: true);
        if (Folder.FirstFold(ref text, out var first) != Folds.None)
        {
            using var folded = new Lane(Scanner.Detectors, folded: true);
            folded.Append(original[..first]);
            folded.Fold(ref text, first);
            folded.Scan(final: true, hits);
        }
    }
}
