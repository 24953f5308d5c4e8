using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Redaction;

/// <summary>Turns cuts of decoded text into edits of the raw document, through one level of nesting where there is one.</summary>
internal ref struct CutWriter(ReadOnlySpan<byte> document, ReadOnlySpan<char> arena)
{
    // Up to here every reader of JSON keeps a number exactly (2 to the power of 53).
    private const ulong LargestNumber = 1UL << 53;

    private readonly ReadOnlySpan<byte> _document = document;
    private readonly ReadOnlySpan<char> _arena = arena;
    private int _maskedKeys;

    /// <summary>Adds the edits for cuts in document order.</summary>
    public void WriteAll(List<PieceCut> all, List<Edit> edits)
    {
        var cuts = CollectionsMarshal.AsSpan(all);
        while (!cuts.IsEmpty)
        {
            var count = 1;
            while (count < cuts.Length && cuts[count].Piece.RawStart == cuts[0].Piece.RawStart)
            {
                count++;
            }

            Write(cuts[..count], edits);
            cuts = cuts[count..];
        }
    }

    // The cuts of one token, or of the tokens inside one nested document.
    private void Write(ReadOnlySpan<PieceCut> cuts, List<Edit> edits)
    {
        var piece = cuts[0].Piece;
        var raw = _document.Slice(piece.RawStart, piece.RawLength);
        if (piece.InnerStart < 0)
        {
            WriteToken(cuts, raw, piece.RawStart, edits);
            return;
        }

        var inner = new byte[raw.Length];
        inner = inner[..JsonText.Unescape(raw, inner)];
        var innerEdits = new List<Edit>(cuts.Length);
        while (!cuts.IsEmpty)
        {
            piece = cuts[0].Piece;
            var count = 1;
            while (count < cuts.Length && cuts[count].Piece.InnerStart == piece.InnerStart)
            {
                count++;
            }

            WriteToken(cuts[..count], inner.AsSpan(piece.InnerStart, piece.InnerLength), piece.InnerStart, innerEdits);
            cuts = cuts[count..];
        }

        var outer = new EscapeWalker(raw);
        foreach (var edit in innerEdits)
        {
            var start = outer.OfByte(edit.Start, up: false);
            var end = outer.OfByte(edit.End, up: true);
            edits.Add(new Edit(piece.RawStart + start, piece.RawStart + end, Escaped(Encoding.UTF8.GetString(edit.Replacement))));
        }
    }

    private void WriteToken(ReadOnlySpan<PieceCut> cuts, ReadOnlySpan<byte> raw, int rawStart, List<Edit> edits)
    {
        switch (cuts[0].Piece.Kind)
        {
            case PieceKind.Number:
                var text = Spliced(cuts);
                // A token that is a number, or the number that it stands for, keeps the value's type.
                edits.Add(new Edit(rawStart, rawStart + raw.Length, IsWholeNumber(text) ? Escaped(text) : [(byte)'"', .. Escaped(text), (byte)'"']));
                break;
            case PieceKind.Base64:
                var content = new byte[raw.Length];
                content = content[..JsonText.Unescape(raw, content)];
                var prefix = content.AsSpan(0, Base64Text.PayloadStart(content));
                var payload = Convert.ToBase64String(Encoding.UTF8.GetBytes(Spliced(cuts)));
                edits.Add(new Edit(rawStart, rawStart + raw.Length, Escaped(Encoding.UTF8.GetString(prefix) + payload)));
                break;
            default:
                var walker = new EscapeWalker(raw);
                foreach (var cut in cuts)
                {
                    // A restored key could become equal to another of its object: it stays a token.
                    if (cut.Piece.Kind == PieceKind.Key && cut.Mask.Kind == MaskKind.Value)
                    {
                        continue;
                    }

                    var start = walker.OfUnit(cut.Start, up: false);
                    var end = walker.OfUnit(cut.End, up: true);
                    edits.Add(new Edit(rawStart + start, rawStart + end, Escaped(MaskOf(cut))));
                }

                break;
        }
    }

    // Masked keys of one object could become equal, and equal keys are what we refuse ourselves.
    private string MaskOf(in PieceCut cut)
    {
        if (cut.Piece.Kind != PieceKind.Key || cut.Mask.Kind != MaskKind.Label)
        {
            return cut.Mask.Text;
        }

        _maskedKeys++;
        return _maskedKeys == 1 ? cut.Mask.Text : $"{cut.Mask.Text}#{_maskedKeys}";
    }

    private readonly string Spliced(ReadOnlySpan<PieceCut> cuts)
    {
        var text = _arena.Slice(cuts[0].Piece.TextStart, cuts[0].Piece.TextLength);
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var cut in cuts)
        {
            result.Append(text[at..cut.Start]).Append(cut.Mask.Text);
            at = cut.End;
        }

        return result.Append(text[at..]).ToString();
    }

    private static bool IsWholeNumber(string text) =>
        text is [>= '1' and <= '9', ..] && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LargestNumber;

    private static byte[] Escaped(string text)
    {
        var output = default(PooledList<byte>);
        JsonText.Escape(text, ref output);
        var bytes = output.Items.ToArray();
        output.Dispose();
        return bytes;
    }
}
