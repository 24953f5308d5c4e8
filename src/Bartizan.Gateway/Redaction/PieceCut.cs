using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Redaction;

/// <summary>Units <paramref name="Start"/> to <paramref name="End"/> of one token's text go; <paramref name="Mask"/> comes in their place.</summary>
internal readonly record struct PieceCut(Piece Piece, int Start, int End, MaskText Mask)
{
    /// <summary>
    /// The cuts that masking <paramref name="spans"/> needs, in document order. A span over several tokens is cut from each of them; its mask stands in the first.
    /// </summary>
    public static List<PieceCut> Of(List<MaskSpan> spans, SegmentStore store)
    {
        var cuts = new List<PieceCut>(spans.Count);
        var segment = -1;
        var at = 0;
        foreach (var span in spans)
        {
            if (span.Segment != segment)
            {
                (segment, at) = (span.Segment, 0);
            }

            var pieces = store.PiecesOf(segment);
            var origin = store.TextStartOf(segment);
            var mask = span.Mask;
            for (; at < pieces.Length; at++)
            {
                var piece = pieces[at];
                var pieceStart = piece.TextStart - origin;
                var pieceEnd = pieceStart + piece.TextLength;
                if (pieceStart >= span.End)
                {
                    break;
                }

                var start = Math.Max(span.Start, pieceStart);
                var end = Math.Min(span.End, pieceEnd);
                if (start < end)
                {
                    cuts.Add(new PieceCut(piece, start - pieceStart, end - pieceStart, mask));
                    mask = mask with { Text = "" };
                }

                if (pieceEnd > span.End)
                {
                    break;
                }
            }
        }

        return cuts;
    }
}
