using System.Buffers.Text;
using System.Globalization;

namespace Bartizan.Gateway.Json;

/// <summary>
/// Numbers as their readers see them: <c>4.1e3</c>, <c>4100.0</c> and <c>4100</c> are one number to whoever parses them, so all are inspected as its digits.
/// </summary>
internal static class JsonNumber
{
    /// <summary>Digits of the largest number that is spelled out.</summary>
    public const int Longest = 32;

    // Card numbers and accounts have more digits.
    private const int FewDigits = 12;

    /// <summary>Whether a number may have so many digits before its point that they say something, told without parsing it: most numbers are scores.</summary>
    public static bool IsLong(ReadOnlySpan<byte> raw)
    {
        if (raw.Length <= FewDigits)
        {
            return false;
        }

        var whole = raw.IndexOfAny((byte)'.', (byte)'e', (byte)'E');
        var exponent = raw.IndexOfAny((byte)'e', (byte)'E');
        return whole is < 0 or > FewDigits || (exponent >= 0 && exponent + 1 < raw.Length && raw[exponent + 1] != '-');
    }

    /// <summary>The digits of a long whole number that is written with a point or an exponent; 0 for any other number.</summary>
    public static int Spell(ReadOnlySpan<byte> raw, Span<char> digits) =>
        IsLong(raw)
        && raw.IndexOfAny(".eE"u8) >= 0
        && Utf8Parser.TryParse(raw, out decimal number, out var consumed)
        && consumed == raw.Length
        && decimal.IsInteger(number)
        && decimal.Abs(number).TryFormat(digits, out var length, "F0", CultureInfo.InvariantCulture)
        && length > FewDigits
            ? length
            : 0;

    /// <summary>What is inspected of a number: its digits, or the number as it is written.</summary>
    public static int Decode(ReadOnlySpan<byte> raw, Span<char> text)
    {
        var length = Spell(raw, text);
        return length > 0 ? length : JsonText.Decode(raw, text);
    }
}
