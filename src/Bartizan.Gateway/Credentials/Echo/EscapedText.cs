namespace Bartizan.Gateway.Credentials.Echo;

/// <summary>Compares bytes with a text that may stand there escaped: as in JSON (RFC 8259 section 7), also JSON within JSON, and percent-encoded (RFC 3986 section 2.1).</summary>
internal static class EscapedText
{
    /// <summary>More bytes are needed to tell.</summary>
    public const int More = -1;

    /// <summary>They differ.</summary>
    public const int No = 0;

    // JSON in JSON doubles backslashes: four levels.
    private const int MostBackslashes = 15;
    private const int MostPercents = 3;

    /// <summary>How many ways of escaping a text must be tried: what holds no character that escapes others is told apart in one.</summary>
    public static int LevelsOf(ReadOnlySpan<byte> text) => text.ContainsAny((byte)'\\', (byte)'%') ? MostPercents : 1;

    /// <summary>How many bytes from the beginning of <paramref name="raw"/> say <paramref name="text"/>; <see cref="No"/> or <see cref="More"/>.</summary>
    public static int Match(ReadOnlySpan<byte> text, ReadOnlySpan<byte> raw, int levels)
    {
        var (longest, more) = (Plain(text, raw), false);
        for (var level = 1; level <= levels && longest <= 0; level++)
        {
            more |= longest == More;
            longest = Escaped(text, raw, level);
        }

        return longest > 0 ? longest : more || longest == More ? More : No;
    }

    private static int Plain(ReadOnlySpan<byte> text, ReadOnlySpan<byte> raw)
    {
        if (raw.Length >= text.Length)
        {
            return raw.StartsWith(text) ? text.Length : No;
        }

        return text.StartsWith(raw) ? More : No;
    }

    private static int Escaped(ReadOnlySpan<byte> text, ReadOnlySpan<byte> raw, int level)
    {
        var at = 0;
        foreach (var wanted in text)
        {
            if (at == raw.Length)
            {
                return More;
            }

            var taken = raw[at] switch
            {
                (byte)'\\' => Backslash(wanted, raw[at..], 1 << level),
                (byte)'%' => Percent(wanted, raw[at..], level),
                var b => b == wanted ? 1 : No,
            };
            if (taken <= 0)
            {
                return taken;
            }

            at += taken;
        }

        return at;
    }

    // A backslash itself is doubled at each level.
    private static int Backslash(byte wanted, ReadOnlySpan<byte> raw, int doubled)
    {
        // No further than counts: a text of nothing but backslashes must not be walked to its end from each of them.
        var run = raw[..Math.Min(raw.Length, MostBackslashes + 1)].IndexOfAnyExcept((byte)'\\');
        if (run < 0)
        {
            return raw.Length > MostBackslashes ? No : More;
        }

        if (raw[run] == (byte)'u' && Hex(raw[(run + 1)..], 4) is var code && code != No)
        {
            return code == More ? More : code - 1 == wanted ? run + 5 : wanted == (byte)'\\' ? Math.Min(run, doubled) : No;
        }

        return wanted == (byte)'\\' ? Math.Min(run, doubled) : raw[run] == wanted && !char.IsAsciiLetterOrDigit((char)wanted) ? run + 1 : No;
    }

    private static int Percent(byte wanted, ReadOnlySpan<byte> raw, int level)
    {
        var at = 1;
        for (var encoded = 1; encoded < (wanted == (byte)'%' ? level : MostPercents) && raw[at..].StartsWith("25"u8); encoded++)
        {
            at += 2;
        }

        return Hex(raw[at..], 2) switch
        {
            More => More,
            var code when code - 1 == wanted => at + 2,
            _ => wanted == (byte)'%' ? 1 : No,
        };
    }

    // One more than the number, so that zero can mean that there is none.
    private static int Hex(ReadOnlySpan<byte> raw, int digits)
    {
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            if (i == raw.Length)
            {
                return More;
            }

            if (!char.IsAsciiHexDigit((char)raw[i]))
            {
                return No;
            }

            value = (value << 4) | (char.IsAsciiDigit((char)raw[i]) ? raw[i] - '0' : (raw[i] | 0x20) - 'a' + 10);
        }

        return value + 1;
    }
}
