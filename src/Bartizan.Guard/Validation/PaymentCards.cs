namespace Bartizan.Guard.Validation;

/// <summary>Payment card numbers: issuer ranges and lengths as the card schemes publish them, then Luhn.</summary>
public static class PaymentCards
{
    /// <summary>Whether <paramref name="digits"/> (no separators) can be a card's number.</summary>
    public static bool IsValid(ReadOnlySpan<char> digits) =>
        digits.Length is >= 13 and <= 19 && HasIssuer(digits) && !Checksums.AllSame(digits) && Checksums.Luhn(digits);

    private static bool HasIssuer(ReadOnlySpan<char> digits)
    {
        if (!int.TryParse(digits[..6], System.Globalization.NumberStyles.None, null, out var six))
        {
            return false;
        }

        var two = six / 10_000;
        var four = six / 100;
        return digits.Length switch
        {
            13 => two / 10 == 4,
            14 => two is 36 or 38 or 39 || four / 10 is >= 300 and <= 305,
            15 => two is 34 or 37 || four is 2131 or 1800,
            16 => two / 10 == 4 || two is >= 50 and <= 58 or 60 or 62 or 64 or 65 || four is (>= 2221 and <= 2720) or (>= 3528 and <= 3589) || two == 63 || two == 67,
            _ => two / 10 == 4 && digits.Length == 19 || two is 50 or 56 or 57 or 58 or 60 or 62 or 63 or 64 or 65 or 67,
        };
    }
}
