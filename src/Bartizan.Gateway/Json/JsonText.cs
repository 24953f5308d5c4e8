using System.Buffers;
using System.Text;

namespace Bartizan.Gateway.Json;

/// <summary>
/// JSON string content (what stands between the quotes, already checked by the JSON reader) to text and back.
/// A surrogate without its partner becomes U+FFFD, one unit for one unit, unless asked to keep it.
/// </summary>
internal static class JsonText
{
    private const int ShortRun = 24;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        "\"\\" + string.Concat(Enumerable.Range(0, 32).Select(c => (char)c)) + "\u007f\u2028\u2029");

    /// <summary>Decodes into <paramref name="destination"/>, which must hold as many units as <paramref name="raw"/> has bytes. Returns the units written.</summary>
    public static int Decode(ReadOnlySpan<byte> raw, Span<char> destination, bool keepLoneSurrogates = false)
    {
        var written = 0;
        var surrogates = false;
        while (!raw.IsEmpty)
        {
            // Between escapes that stand close together a plain loop beats setting up the vectorised search and decoder.
            var run = 0;
            var near = Math.Min(raw.Length, ShortRun);
            while (run < near && raw[run] is < 0x80 and not (byte)'\\')
            {
                destination[written++] = (char)raw[run++];
            }

            if (run == near || raw[run] != '\\')
            {
                raw = raw[run..];
                run = raw.IndexOf((byte)'\\');
                run = run < 0 ? raw.Length : run;
                written += Encoding.UTF8.GetChars(raw[..run], destination[written..]);
            }

            if (run < raw.Length)
            {
                var unit = Escape(raw[run..], out var length);
                surrogates |= char.IsSurrogate(unit);
                destination[written++] = unit;
                run += length;
            }

            raw = raw[run..];
        }

        if (surrogates && !keepLoneSurrogates)
        {
            MendSurrogates(destination[..written]);
        }

        return written;
    }

    /// <summary>Decodes to UTF-8 in <paramref name="destination"/>, which must hold as many bytes as <paramref name="raw"/>. Returns the bytes written.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        var written = 0;
        while (true)
        {
            var slash = raw.IndexOf((byte)'\\');
            var run = slash < 0 ? raw : raw[..slash];
            run.CopyTo(destination[written..]);
            written += run.Length;
            if (slash < 0)
            {
                return written;
            }

            var rune = EscapedRune(raw[slash..], out var length);
            written += rune.EncodeToUtf8(destination[written..]);
            raw = raw[(slash + length)..];
        }
    }

    /// <summary>The rune that the escape (or pair of escapes) at the start of <paramref name="raw"/> stands for, and the bytes it takes.</summary>
    public static Rune EscapedRune(ReadOnlySpan<byte> raw, out int length)
    {
        var unit = Escape(raw, out length);
        if (!char.IsSurrogate(unit))
        {
            return new Rune(unit);
        }

        if (char.IsHighSurrogate(unit) && raw.Length >= 12 && raw[6] == '\\' && raw[7] == 'u')
        {
            var low = Escape(raw[6..], out _);
            if (char.IsLowSurrogate(low))
            {
                length = 12;
                return new Rune(unit, low);
            }
        }

        return Rune.ReplacementChar;
    }

    /// <summary>Appends <paramref name="text"/> as JSON string content.</summary>
    public static void Escape(ReadOnlySpan<char> text, ref PooledList<byte> output)
    {
        while (true)
        {
            var special = text.IndexOfAny(Special);
            var run = special < 0 ? text : text[..special];
            output.Advance(Encoding.UTF8.GetBytes(run, output.Reserve(Encoding.UTF8.GetMaxByteCount(run.Length))));
            if (special < 0)
            {
                return;
            }

            var unit = text[special];
            switch (unit)
            {
                case '"': output.AddRange("\\\""u8); break;
                case '\\': output.AddRange("\\\\"u8); break;
                case '\n': output.AddRange("\\n"u8); break;
                case '\r': output.AddRange("\\r"u8); break;
                case '\t': output.AddRange("\\t"u8); break;
                default:
                    output.AddRange("\\u"u8);
                    for (var shift = 12; shift >= 0; shift -= 4)
                    {
                        output.Add("0123456789abcdef"u8[(unit >> shift) & 15]);
                    }

                    break;
            }

            text = text[(special + 1)..];
        }
    }

    /// <summary>Replaces surrogates without a partner.</summary>
    public static void MendSurrogates(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else
            {
                text[i] = '\uFFFD';
            }
        }
    }

    private static char Escape(ReadOnlySpan<byte> raw, out int length)
    {
        length = 2;
        switch (raw[1])
        {
            case (byte)'n': return '\n';
            case (byte)'r': return '\r';
            case (byte)'t': return '\t';
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'u':
                length = 6;
                return (char)((Hex(raw[2]) << 12) | (Hex(raw[3]) << 8) | (Hex(raw[4]) << 4) | Hex(raw[5]));
            default: return (char)raw[1]; // quote, backslash, slash
        }
    }

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
