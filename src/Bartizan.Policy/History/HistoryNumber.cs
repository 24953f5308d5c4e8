using System.Globalization;
using System.Text.RegularExpressions;

namespace Bartizan.Policy.History;

/// <summary>A number among a call's arguments that policies sum, as <c>.number("amount", "0.01 EUR", 100000)</c> declares it.</summary>
/// <param name="Argument">Name of the argument.</param>
/// <param name="Step">What one is, in <paramref name="Unit"/>: 0.01 for hundredths.</param>
/// <param name="Unit">The unit of the argument's value, such as <c>EUR</c>.</param>
/// <param name="Most">The most that one call may say, counted in steps.</param>
public sealed partial record HistoryNumber(string Argument, decimal Step, string Unit, long Most)
{
    /// <summary>The most that can be declared as the most of one call.</summary>
    public const long Greatest = 1_000_000_000_000_000;

    private const int LongestArgument = 128;

    /// <summary>Under which events keep it: the argument's name and its unit, so that a policy may count it in other steps later.</summary>
    public string Key => $"{Argument} {Unit}";

    /// <summary>The largest value that one call may say, in <see cref="Unit"/>.</summary>
    public decimal Bound => Step * Most;

    /// <summary>Reads a declaration; null where the unit is none, or anything is out of its bounds.</summary>
    /// <param name="argument">Name of the argument.</param>
    /// <param name="unit">The unit, with what one is of it before: <c>EUR</c>, <c>0.01 EUR</c>.</param>
    /// <param name="most">The most of one call.</param>
    public static HistoryNumber? Of(string argument, string unit, long most) =>
        argument.Length is 0 or > LongestArgument || most is < 1 or > Greatest || UnitForm().Match(unit) is not { Success: true } parts ? null
        : !parts.Groups[1].Success ? new(argument, 1, parts.Groups[2].Value, most)
        : decimal.Parse(parts.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) is > 0 and var step ? new(argument, step, parts.Groups[2].Value, most)
        : null;

    /// <summary>Whether a call may say this value.</summary>
    public bool Admits(decimal value) => value >= 0 && value <= Bound;

    /// <summary>A value in whole steps; what is finer counts as a whole one, so that many small parts are never less than their sum.</summary>
    public long Steps(decimal value) => value <= 0 ? 0 : (long)Math.Clamp(decimal.Ceiling(value / Step), 1, long.MaxValue);

    /// <summary>How its unit is written.</summary>
    public string UnitText => Step == 1 ? Unit : string.Create(CultureInfo.InvariantCulture, $"{Step} {Unit}");

    [GeneratedRegex(@"^(?:([0-9]{1,7}(?:\.[0-9]{1,4})?) )?([A-Za-z%][A-Za-z0-9%/_-]{0,15})$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex UnitForm();
}
