using System.Text;
using Bartizan.Detect.Matching;

namespace Bartizan.Detect.Values;

/// <summary>Matches whole UTF-8 values against a text with wildcards in time proportional to their product, never more.</summary>
internal sealed class Glob
{
    private readonly string _pattern;
    private readonly byte[] _bytes;

    /// <summary>Makes one of a <see cref="SigmaText"/>; unless <paramref name="cased"/> the values must come folded.</summary>
    public Glob(string pattern, bool cased)
    {
        Cased = cased;
        _pattern = SigmaText.Simplify(cased ? pattern : SigmaText.Fold(pattern));
        var bytes = new List<byte>();
        foreach (var rune in _pattern.EnumerateRunes())
        {
            // 0xF8 and above never stand in UTF-8.
            switch (rune.Value)
            {
                case SigmaText.Many:
                    bytes.Add(ManyByte);
                    break;
                case SigmaText.One:
                    bytes.Add(OneByte);
                    break;
                case SigmaText.Dash:
                    bytes.Add(DashByte);
                    break;
                default:
                    bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                    break;
            }
        }

        _bytes = [.. bytes];
    }

    private const byte ManyByte = 0xF8;
    private const byte OneByte = 0xF9;
    private const byte DashByte = 0xFA;

    /// <summary>Whether values keep their case.</summary>
    public bool Cased { get; }

    /// <summary>The longest text without wildcards that every matching value has, and where; null when there is none.</summary>
    public (TextShape Shape, string Text)? LongestPiece()
    {
        (TextShape, string Text)? longest = null;
        for (int start = 0, i = 0; i <= _pattern.Length; i++)
        {
            if (i < _pattern.Length && _pattern[i] is not (SigmaText.Many or SigmaText.One or SigmaText.Dash))
            {
                continue;
            }

            if (i > start && (longest is null || i - start > longest.Value.Text.Length))
            {
                longest = ((start == 0, i == _pattern.Length) switch
                {
                    (true, true) => TextShape.Equals,
                    (true, false) => TextShape.StartsWith,
                    (false, true) => TextShape.EndsWith,
                    _ => TextShape.Contains,
                }, _pattern[start..i]);
            }

            start = i + 1;
        }

        return longest;
    }

    /// <summary>Whether the whole value fits. On a mismatch the last star takes one character more; earlier stars need never be tried again.</summary>
    public bool IsMatch(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> pattern = _bytes;
        int v = 0, p = 0, star = -1, from = 0;
        while (v < value.Length)
        {
            var wide = 0;
            if (p < pattern.Length && pattern[p] == ManyByte)
            {
                (star, from) = (p++, v);
            }
            else if (p < pattern.Length && (wide = Width(pattern[p], value[v..])) > 0)
            {
                v += wide;
                p++;
            }
            else if (star >= 0)
            {
                from += CharacterWidth(value[from..]);
                (p, v) = (star + 1, from);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == ManyByte)
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static int Width(byte pattern, ReadOnlySpan<byte> value) => pattern switch
    {
        OneByte => CharacterWidth(value),
        DashByte => value[0] is (byte)'-' or (byte)'/' ? 1 : value is [0xE2, 0x80, 0x93 or 0x94 or 0x95, ..] ? 3 : 0,
        _ => value[0] == pattern ? 1 : 0,
    };

    private static int CharacterWidth(ReadOnlySpan<byte> value)
    {
        var wide = value[0] switch
        {
            < 0xC0 => 1,
            < 0xE0 => 2,
            < 0xF0 => 3,
            _ => 4,
        };
        return Math.Min(wide, value.Length);
    }
}
