using Bartizan.Guard.Normalization;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Links;

/// <summary>What a host looks like to the eye: two that look alike have the same skeleton (the idea of UTS 39, with a table of our own).</summary>
internal static class HostSkeleton
{
    /// <summary>Longest host (RFC 1035).</summary>
    public const int Longest = 255;

    /// <summary>The skeleton of a host.</summary>
    public static string Of(string host)
    {
        Span<char> into = stackalloc char[Longest];
        return into[..Write(host, into)].ToString();
    }

    /// <summary>Writes the skeleton of a host of at most <see cref="Longest"/> units; returns its length.</summary>
    public static int Write(ReadOnlySpan<char> host, Span<char> into)
    {
        var written = 0;
        foreach (var c in host)
        {
            var seen = Seen(c);
            if (seen == '\0')
            {
                continue;
            }

            var before = written > 0 ? into[written - 1] : '\0';
            (written, seen) = (before, seen) switch
            {
                ('r', 'n') => (written - 1, 'm'),
                ('v', 'v') => (written - 1, 'w'),
                _ => (written, seen),
            };
            into[written++] = seen;
        }

        return written;
    }

    private static char Seen(char c)
    {
        if (c >= 128)
        {
            var folded = Folder.OfUnit(c);
            if (folded is not (0 or Folder.Look))
            {
                c = (char)(folded & 0x7F);
            }
            else if (UnicodeTables.Decompose(c) is [< (char)128 and var letter, ..])
            {
                c = letter;
            }
            else
            {
                // Letters with strokes, and dotless i, have no decomposition.
                c = c switch { 'ł' => 'l', 'ø' => 'o', 'đ' => 'd', 'ħ' => 'h', 'ı' => 'i', _ => c };
            }
        }

        return c switch
        {
            '0' => 'o',
            '1' or '|' or 'I' => 'l',
            _ => char.ToLowerInvariant(c),
        };
    }
}
