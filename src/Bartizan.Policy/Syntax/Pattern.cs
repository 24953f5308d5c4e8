using System.Text;

namespace Bartizan.Policy.Syntax;

/// <summary>The pattern of <c>like</c>: literal parts with a wildcard between each two.</summary>
internal sealed class Pattern(IReadOnlyList<string> parts)
{
    /// <summary>At least one; an empty first or last part means that the pattern begins or ends with a wildcard.</summary>
    public IReadOnlyList<string> Parts { get; } = parts;

    /// <summary>Whether all of <paramref name="text"/> fits: ends first, then each part at its first place, which is as good as any.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        var first = Parts[0];
        if (Parts.Count == 1)
        {
            return text.SequenceEqual(first);
        }

        var last = Parts[^1];
        if (text.Length < first.Length + last.Length || !text.StartsWith(first, StringComparison.Ordinal) || !text.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text[first.Length..^last.Length];
        for (var i = 1; i < Parts.Count - 1; i++)
        {
            var at = rest.IndexOf(Parts[i], StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + Parts[i].Length)..];
        }

        return true;
    }

    /// <summary>The pattern as Cedar text, without quotes.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Parts.Count; i++)
        {
            CedarText.Escape(i == 0 ? text : text.Append('*'), Parts[i], inPattern: true);
        }

        return text.ToString();
    }
}
