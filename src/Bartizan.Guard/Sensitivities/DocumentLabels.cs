using System.Collections.Frozen;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Sensitivities;

/// <summary>
/// Reads sensitivity labels in the metadata of documents: the ids of Microsoft Purview labels, as in the properties <c>MSIP_Label_{id}_Enabled</c> that
/// Office writes, and fields such as <c>Sensitivity: Confidential</c>. Metadata is anybody's word, so it can only raise a label.
/// </summary>
/// <param name="purview">What the labels of this organisation stand for, by id.</param>
public sealed class DocumentLabels(IReadOnlyDictionary<Guid, Sensitivity> purview)
{
    private const int IdLength = 36;
    private static readonly string[] Fields = ["sensitivity", "classification"];

    private readonly FrozenDictionary<Guid, Sensitivity> _purview = purview.ToFrozenDictionary();

    /// <summary>The label that a header or another single value names: one of the four names, or a known id; null when it is neither.</summary>
    public Sensitivity? Named(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        return SensitivityNames.Parse(value) ?? (Guid.TryParse(value, out var id) && _purview.TryGetValue(id, out var label) ? label : null);
    }

    /// <summary>The highest label in a document's metadata; null when it names none.</summary>
    public Sensitivity? In(ReadOnlySpan<char> metadata)
    {
        var highest = _purview.Count == 0 ? null : ById(metadata);
        foreach (var field in Fields)
        {
            for (var rest = metadata; rest.IndexOf(field, StringComparison.OrdinalIgnoreCase) is >= 0 and var at;)
            {
                rest = rest[(at + field.Length)..];
                highest = Higher(highest, SensitivityNames.Parse(FirstWord(rest)));
            }
        }

        return highest;
    }

    private static Sensitivity? Higher(Sensitivity? one, Sensitivity? other) => one is null || other > one ? other : one;

    // What a field holds: behind "Label" or "_label", signs, blanks and line breaks.
    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        text = text.TrimStart("_- ");
        text = text.StartsWith("label", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;
        text = text.TrimStart(" \t\r\n:=\"'[");
        var end = 0;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return text[..end];
    }

    private Sensitivity? ById(ReadOnlySpan<char> text)
    {
        Sensitivity? highest = null;
        for (var hyphen = text.IndexOf('-'); hyphen >= 0;)
        {
            var start = hyphen - 8;
            if (start >= 0 && start + IdLength <= text.Length
                && Guid.TryParseExact(text.Slice(start, IdLength), "D", out var id) && _purview.TryGetValue(id, out var label))
            {
                highest = Higher(highest, label);
            }

            var next = text[(hyphen + 1)..].IndexOf('-');
            hyphen = next < 0 ? -1 : hyphen + 1 + next;
        }

        return highest;
    }
}
