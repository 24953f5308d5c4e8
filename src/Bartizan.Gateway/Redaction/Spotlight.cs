using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Redaction;

/// <summary>Puts marks around texts of unknown author by splicing a message's bytes.</summary>
internal static class Spotlight
{
    /// <summary>
    /// The body with <paramref name="before"/> and <paramref name="after"/> around each tool result and document of unknown author, and how many those are.
    /// Of one that is JSON the first and the last string carry the marks; one without any string has none.
    /// </summary>
    public static (byte[] Body, int Marked) Mark(RequestReading reading, string before, string after)
    {
        var cuts = new List<PieceCut>();
        var marked = 0;
        foreach (ref readonly var segment in reading.Segments)
        {
            if (segment is { Provenance: Provenance.Untrusted, Role: SegmentRole.ToolResult or SegmentRole.Document } && Ends(reading.Store.PiecesOf(segment.Index)) is var (first, last))
            {
                cuts.Add(new PieceCut(first, 0, 0, new MaskText(before)));
                cuts.Add(new PieceCut(last, last.TextLength, last.TextLength, new MaskText(after)));
                marked++;
            }
        }

        var edits = new List<Edit>(cuts.Count);
        var writer = new CutWriter(reading.Body.Span, reading.Store.Arena);
        writer.WriteAll(cuts, edits);
        return (Edit.Apply(reading.Body.Span, edits), marked);
    }

    private static (Piece First, Piece Last)? Ends(ReadOnlySpan<Piece> pieces)
    {
        (Piece First, Piece Last)? ends = null;
        foreach (ref readonly var piece in pieces)
        {
            if (piece.Kind == PieceKind.Text)
            {
                ends = (ends?.First ?? piece, piece);
            }
        }

        return ends;
    }
}
