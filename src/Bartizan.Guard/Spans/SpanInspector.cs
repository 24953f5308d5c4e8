using System.Runtime.InteropServices;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Spans;

/// <summary>
/// Finds exact spans: secrets, personal data, exfiltration patterns, hidden text, canary tokens. Reads the text as it stands and, where that differs,
/// folded: look-alikes and full-width forms as ASCII, invisible characters removed, escapes opened.
/// </summary>
public sealed class SpanInspector : IInspector
{
    private readonly GuardOptions _options;

    /// <summary>Creates the inspector.</summary>
    public SpanInspector(GuardOptions options)
    {
        _options = options;
        Scanner = SpanScanner.Create(options);
    }

    /// <inheritdoc/>
    public string Name => "spans";

    internal SpanScanner Scanner { get; }

    /// <inheritdoc/>
    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        var hits = new List<SettledHit>();
        var original = segment.Text.Span;
        Lane.ScanWhole(Scanner.Detectors, original, hits);
        if (FoldWhole(original) is { } folded)
        {
            folded.Scan(final: true, hits);
        }

        if (hits.Count > 0)
        {
            hits.Sort(SettledHit.Compare);
            new HitSieve(_options).Pass(CollectionsMarshal.AsSpan(hits), segment.Index, findings);
        }
    }

    /// <summary>The folded reading of a whole text, or null when folding changes nothing.</summary>
    private Lane? FoldWhole(ReadOnlySpan<char> original)
    {
        Lane? folded = null;
        var text = new SpanText(original, final: true);
        Span<char> written = stackalloc char[8];
        var plain = 0;
        var at = Folder.PlainLength(original);
        while (at < original.Length)
        {
            var folds = Folder.Fold(ref text, at, written, out var count, out var taken);
            if (folds != Folds.None)
            {
                folded ??= new Lane(Scanner.Detectors).Fork();
                folded.Append(original[plain..at]);
                folded.Append(written[..count], taken, folds);
                plain = at + taken;
            }

            at += taken;
            at += Folder.PlainLength(original[at..]);
        }

        folded?.Append(original[plain..]);
        return folded;
    }
}
