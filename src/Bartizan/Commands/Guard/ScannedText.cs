using Bartizan.Core.Exchanges;
using Bartizan.Guard;

namespace Bartizan.Commands.Guard;

/// <summary>A text and what was found in it.</summary>
internal sealed record ScannedText(string File, string Text, InspectionResult Result)
{
    private readonly Lazy<int[]> _lines = new(() => LineStarts(Text));

    /// <summary>Line and column of an offset, both from 1; a column counts UTF-16 units.</summary>
    public (int Line, int Column) Place(int offset)
    {
        var line = Array.BinarySearch(_lines.Value, offset);
        line = line < 0 ? ~line - 1 : line;
        return (line + 1, offset - _lines.Value[line] + 1);
    }

    /// <summary>Enough of the match to recognise it, not enough to use it: at most its first four and last two characters.</summary>
    public string Masked(Finding finding)
    {
        var text = Text.AsSpan(finding.Start, finding.Length);
        var head = Math.Min(4, text.Length / 4);
        var tail = Math.Min(2, text.Length / 8);
        return string.Concat(Visible(text[..head]), "…", Visible(text[^tail..]), $" ({text.Length} characters)");
    }

    private static string Visible(ReadOnlySpan<char> text) =>
        string.Concat(text.ToArray().Select(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format ? '·' : c));

    private static int[] LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return [.. starts];
    }
}
