using System.Text;
using Bartizan.Guard.Normalization;

namespace Bartizan.Gateway.Mcp.Pinning;

/// <summary>When two tools could be taken for each other.</summary>
internal static class ToolNames
{
    private const int LongestName = 128;

    /// <summary>Whether a tool may have this name at all: 1 to 128 characters without control characters.</summary>
    public static bool IsFit(string name) => name.Length is > 0 and <= LongestName && !name.Any(char.IsControl);

    /// <summary>What a name looks and sounds like: look-alike letters made Latin, without case and separators. Names that fold alike can be mistaken.</summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in TextNormalizer.Normalize(name.AsMemory()).Text.Span)
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }

        return folded.ToString();
    }

    /// <summary>
    /// Whether a definition speaks of another tool. A name that is an ordinary word counts only where it is quoted or called a tool, because descriptions
    /// are full of ordinary words.
    /// </summary>
    public static bool Mentions(string definition, string name)
    {
        var ordinary = name.All(char.IsAsciiLetterLower);
        for (var at = definition.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = definition.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var before = at == 0 ? ' ' : definition[at - 1];
            var after = definition.AsSpan(at + name.Length);
            if (IsPartOfName(before) || (after.Length > 0 && IsPartOfName(after[0])))
            {
                continue;
            }

            if (!ordinary || before is '`' or '\'' || (before == '"' && at > 1 && definition[at - 2] == '\\') || after.StartsWith(" tool", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartOfName(char c) => char.IsLetterOrDigit(c) || c is '_';
}
