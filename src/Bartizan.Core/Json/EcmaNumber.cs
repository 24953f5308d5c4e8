using System.Globalization;

namespace Bartizan.Core.Json;

/// <summary>Writes numbers as ECMAScript does (ECMA-262, Number::toString), which RFC 8785 builds on: the shortest digits that read back as the same double.</summary>
public static class EcmaNumber
{
    private const int LargestPlainExponent = 21;
    private const int SmallestPlainExponent = -6;

    /// <summary>A finite number's text.</summary>
    public static string Format(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var (digits, point) = Digits(Math.Abs(value));
        var sign = value < 0 ? "-" : "";
        if (point > SmallestPlainExponent && point <= LargestPlainExponent)
        {
            return sign + Plain(digits, point);
        }

        var exponent = point - 1;
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
    }

    private static string Plain(string digits, int point) =>
        point <= 0 ? "0." + new string('0', -point) + digits
        : point >= digits.Length ? digits + new string('0', point - digits.Length)
        : $"{digits[..point]}.{digits[point..]}";

    // The value is 0.digits × 10^point.
    private static (string Digits, int Point) Digits(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var exponentAt = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponentAt < 0 ? shortest : shortest[..exponentAt];
        var exponent = exponentAt < 0 ? 0 : int.Parse(shortest[(exponentAt + 1)..], CultureInfo.InvariantCulture);
        var whole = mantissa.IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : mantissa.Length;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        return (digits.TrimEnd('0'), whole + exponent - (all.Length - digits.Length));
    }
}
