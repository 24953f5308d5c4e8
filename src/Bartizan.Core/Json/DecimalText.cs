using System.Globalization;

namespace Bartizan.Core.Json;

/// <summary>Compares numbers by what their decimal digits say, however long they are.</summary>
internal static class DecimalText
{
    /// <summary>Whether two JSON numbers are the same number, to the last digit. <c>-0</c> and <c>0</c> are not.</summary>
    public static bool AreEqual(string one, string other) => Read(one) is { } a && Read(other) is { } b && a == b;

    // Digits without zeros at either end, and the power of ten that the last of them stands for.
    private static (bool Negative, string Digits, long Exponent)? Read(string text)
    {
        var negative = text.StartsWith('-');
        var at = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = at < 0 ? text[(negative ? 1 : 0)..] : text[(negative ? 1 : 0)..at];
        var exponent = 0L;
        if (at >= 0 && !long.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return null;
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        var kept = digits.TrimEnd('0');
        exponent += digits.Length - kept.Length;
        kept = kept.TrimStart('0');
        return (negative, kept, kept.Length == 0 ? 0 : exponent);
    }
}
