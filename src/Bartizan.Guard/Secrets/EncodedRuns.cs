using Bartizan.Guard.Normalization;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Secrets;

/// <summary>Opens a run of base64, base64url or hex that decodes to text, one level deep, and reports what is found inside at the run's place.</summary>
internal sealed class EncodedRuns(SpanScanner inner)
{
    /// <summary>Whether the run was opened and something was found in it.</summary>
    public bool Open(ref SpanText text, int start, int end, List<Hit> hits)
    {
        // Padding belongs to the run; the full stop of a sentence does not.
        var padded = end + text.Run(end, Padding, 2);
        while (padded == end && end > start && text.Chars[end - 1] == '.')
        {
            padded = --end;
        }

        if (text.Touched || !Decoder.TryDecode(text.Chars[start..padded], out var decoded, out var encoding))
        {
            return false;
        }

        var inside = new List<Hit>();
        inner.ScanAll(decoded, inside);
        foreach (var hit in inside)
        {
            if (!Holds(hits, start, hit.What))
            {
                hits.Add(new Hit(start, padded - start, hit.What, hit.Score, encoding));
            }
        }

        return inside.Count > 0;
    }

    private static bool Holds(List<Hit> hits, int start, HitKind what)
    {
        foreach (var hit in hits)
        {
            if (hit.Start == start && hit.What == what)
            {
                return true;
            }
        }

        return false;
    }

    private static readonly CharSet Padding = CharSet.Of("=");
}
