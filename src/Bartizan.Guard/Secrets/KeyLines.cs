using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Secrets;

/// <summary>
/// Lines of a key file whose header is gone: 64 random characters of base64 that end a line (RFC 7468, section 2), 70 in OpenSSH's. The first lines of a block say whether
/// it is something public; where the beginning of a block is out of sight, nothing is said of its lines.
/// </summary>
internal static class KeyLines
{
    public static readonly HitKind Kind = new("secret.generic", "secrets", "A line laid out as in a key file, with nothing before it that says it is public.");
    private const int Line = 64;
    private const int OpenSshLine = 70;
    private const int Reach = SpanText.LookBehind - OpenSshLine;
    private const double MinEntropy = 4.7;

    /// <summary>Whether the run of token characters from <paramref name="start"/> to <paramref name="end"/> is such a line.</summary>
    public static bool Match(ref SpanText text, int start, int end)
    {
        if (end - start is not (Line or OpenSshLine) || text[end] is not ('\n' or '\r' or '\0' or '\\' or '"' or '\'') || CharSet.Token.Contains(text[start - 1]) || text[start - 1] is '=' or ',' or ':' or '@' or '~')
        {
            return false;
        }

        var run = text.Chars[start..end];
        return CharSet.Base64.ContainsAll(run) && !CharSet.Hex.ContainsAll(run) && run.ContainsAnyInRange('A', 'Z') && run.ContainsAnyInRange('a', 'z') && run.ContainsAnyInRange('0', '9')
            && Entropy.BitsPerCharacter(run) >= MinEntropy && BeginsBlock(text.Chars, start, end - start);
    }

    /// <summary>Whether what stands before the line is neither another such line out of whose block nothing is known, nor a header or an address of data.</summary>
    private static bool BeginsBlock(ReadOnlySpan<char> text, int start, int length)
    {
        var before = text[Math.Max(0, start - Reach)..start];
        if (before.Contains("BEGIN", StringComparison.Ordinal) || before.Contains("base64", StringComparison.OrdinalIgnoreCase) || before.Contains("ssh-", StringComparison.Ordinal) || before.Contains("sha", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // The line is told only where the beginning of its block is in sight: behind a line that is none of it, or at the text's beginning.
        var begun = before.Length == start;
        var first = true;
        for (var rest = before; rest.IndexOf('\n') is >= 0 and var end; rest = rest[(end + 1)..])
        {
            var line = Content(rest[..end]);
            begun |= line.Length != length && !(first && CharSet.Base64.ContainsAll(line));
            first = false;
        }

        return begun || !before.Contains('\n');
    }

    // What a comment or a string literal puts around a line is not of it.
    private static ReadOnlySpan<char> Content(ReadOnlySpan<char> line)
    {
        line = line.TrimEnd("\r\"',").TrimEnd();
        line = line.EndsWith("\\n") ? line[..^2] : line;
        return line[(line.LastIndexOfAny(" \t\"'") + 1)..];
    }
}
