using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Bartizan.Detect.Events;

/// <summary>Texts of JSON values. The target must hold twice the source and 8 bytes more.</summary>
internal static class JsonText
{
    /// <summary>Takes the escapes out of a string's inner bytes (RFC 8259 section 7); a lone surrogate becomes U+FFFD. Returns the length.</summary>
    public static int Unescape(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var escape = source.IndexOf((byte)'\\');
            var plain = escape < 0 ? source.Length : escape;
            source[..plain].CopyTo(target[written..]);
            written += plain;
            if (escape < 0 || escape + 1 >= source.Length)
            {
                return written;
            }

            source = source[(escape + 1)..];
            if (source[0] == 'u')
            {
                written += Escaped(ref source, target[written..]);
                continue;
            }

            target[written++] = source[0] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var itself => itself,
            };
            source = source[1..];
        }
    }

    /// <summary>A container's JSON without white space outside of strings; strings stay as they are escaped.</summary>
    public static int Compact(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var (written, inString) = (0, false);
        for (var i = 0; i < source.Length; i++)
        {
            var b = source[i];
            if (inString)
            {
                target[written++] = b;
                if (b == '\\' && i + 1 < source.Length)
                {
                    target[written++] = source[++i];
                }
                else if (b == '"')
                {
                    inString = false;
                }
            }
            else if (b is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                target[written++] = b;
                inString = b == '"';
            }
        }

        return written;
    }

    /// <summary>A number with a fraction or exponent as its shortest text; 0 when it is none, or would not be shorter.</summary>
    public static int Canonical(ReadOnlySpan<byte> number, Span<byte> target) =>
        number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0
        && (char.IsAsciiDigit((char)number[0]) || number[0] == '-')
        && Utf8Parser.TryParse(number, out double value, out var used) && used == number.Length && double.IsFinite(value)
        && value.TryFormat(target[..number.Length], out var written, "R", CultureInfo.InvariantCulture)
            ? written
            : 0;

    /// <summary>Case taken away as <see cref="string.ToLowerInvariant"/> does; bytes that are no UTF-8 become U+FFFD. May be three times as long as the source.</summary>
    public static int Fold(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (Ascii.ToLower(source, target, out var folded) == System.Buffers.OperationStatus.Done)
        {
            return folded;
        }

        var text = Encoding.UTF8.GetString(source).ToLowerInvariant();
        return Encoding.UTF8.GetBytes(text, target);
    }

    private static int Escaped(ref ReadOnlySpan<byte> source, Span<byte> target)
    {
        var rune = Rune.ReplacementChar;
        if (!Hex(source, out var first))
        {
            source = source[1..];
            return rune.EncodeToUtf8(target);
        }

        source = source[5..];
        if (char.IsHighSurrogate((char)first) && source.Length >= 6 && source[0] == '\\' && source[1] == 'u' && Hex(source[1..], out var second) && char.IsLowSurrogate((char)second))
        {
            rune = new Rune((char)first, (char)second);
            source = source[6..];
        }
        else if (!char.IsSurrogate((char)first))
        {
            rune = new Rune((char)first);
        }

        return rune.EncodeToUtf8(target);
    }

    private static bool Hex(ReadOnlySpan<byte> source, out int value)
    {
        value = 0;
        return source.Length >= 5 && Utf8Parser.TryParse(source[1..5], out value, out var used, 'x') && used == 4;
    }
}
