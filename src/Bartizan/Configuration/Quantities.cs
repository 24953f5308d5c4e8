using System.Buffers;
using System.Globalization;

namespace Bartizan.Configuration;

/// <summary>Reads durations and sizes as people write them.</summary>
internal static class Quantities
{
    public const string DurationExpected = "a number with ms, s, m, h or d, for example 30s";
    public const string PercentExpected = "a percentage, for example 0.5%";
    public const string YesNoExpected = "true or false";
    public const string SizeExpected = "a number of bytes, or one with KiB or MiB, for example 8MiB";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    public static TimeSpan? Duration(string text) => Split(text) switch
    {
        (var n, "ms") => TimeSpan.FromMilliseconds(n),
        (var n, "s") => TimeSpan.FromSeconds(n),
        (var n, "m") => TimeSpan.FromMinutes(n),
        (var n, "h") => TimeSpan.FromHours(n),
        (var n, "d") => TimeSpan.FromDays(Math.Min(n, 36_500)),
        _ => null,
    };

    public static long? Size(string text) => Split(text) switch
    {
        (var n, "" or "B") => (long)n,
        (var n, "KiB") => (long)(n * (1 << 10)),
        (var n, "MiB") => (long)(n * (1 << 20)),
        _ => null,
    };

    /// <summary>A share, 0 to 1, from a percentage.</summary>
    public static double? Percent(string text) => Split(text) is { Unit: "%", Number: <= 100 and var number } ? number / 100 : null;

    public static bool? YesNo(string text) => text switch { "true" => true, "false" => false, _ => null };

    public static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static (double Number, string Unit)? Split(string text)
    {
        var digits = text.AsSpan().Trim();
        var end = digits.IndexOfAnyExcept(NumberCharacters);
        var unit = end < 0 ? "" : digits[end..].Trim().ToString();
        return double.TryParse(end < 0 ? digits : digits[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e9
            ? (number, unit)
            : null;
    }
}
