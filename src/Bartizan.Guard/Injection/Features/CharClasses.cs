using System.Globalization;

namespace Bartizan.Guard.Injection.Features;

/// <summary>
/// What a UTF-16 unit means to the word scanner. ASCII is one table look-up: letters give their lower case, digits give the
/// letter they stand for in "leet" writing with <see cref="Digit"/> set, everything else is below <see cref="FirstWordUnit"/>.
/// </summary>
internal static class CharClasses
{
    /// <summary>Set in the value of a digit.</summary>
    public const byte Digit = 0x80;

    /// <summary>Values from here on belong to a word.</summary>
    public const byte FirstWordUnit = 0x20;

    /// <summary>A separator that always ends a unit of text: a line, a tag, a brace, a table cell.</summary>
    public const byte HardBreak = 1;

    /// <summary>A separator that ends a unit unless a word follows at once, as in <c>example.com</c>.</summary>
    public const byte SoftBreak = 2;

    /// <summary>The table of the first 128 code points.</summary>
    public static ReadOnlySpan<byte> Ascii => AsciiTable;

    private static readonly byte[] AsciiTable = CreateAscii();

    /// <summary>Whether each unit of this script is a word by itself, because the script writes no spaces between words.</summary>
    public static bool IsWordByItself(char c) => c
        is >= '\u0E00' and <= '\u0EFF'      // Thai, Lao
        or >= '\u3040' and <= '\u30FF'      // Hiragana, Katakana
        or >= '\u3400' and <= '\u4DBF'      // CJK extension A
        or >= '\u4E00' and <= '\u9FFF'      // CJK
        or >= '\uF900' and <= '\uFAFF';     // CJK compatibility

    /// <summary>Whether a unit beyond ASCII is part of a word: a letter or a digit.</summary>
    public static bool IsWordUnit(char c) => char.IsLetterOrDigit(c);

    /// <summary>Whether a unit beyond ASCII is silent: a combining mark, which is skipped within a word.</summary>
    public static bool IsSilent(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;

    /// <summary>The break that a separator beyond ASCII makes.</summary>
    public static byte BreakOf(char c) => c is '\u3002' or '\uFF01' or '\uFF1F' or '\u2028' or '\u2029' or '\u0964' or '\u061F' ? HardBreak : (byte)0;

    private static byte[] CreateAscii()
    {
        var table = new byte[128];
        for (var c = 'a'; c <= 'z'; c++)
        {
            table[c] = table[c - 'a' + 'A'] = (byte)c;
        }

        const string leet = "oizeasgtbg";
        for (var d = 0; d < 10; d++)
        {
            table['0' + d] = (byte)(Digit | leet[d]);
        }

        foreach (var c in "\n\r<>{}|")
        {
            table[c] = HardBreak;
        }

        foreach (var c in ".!?;\"")
        {
            table[c] = SoftBreak;
        }

        return table;
    }
}
