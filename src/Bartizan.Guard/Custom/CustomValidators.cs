using System.Collections.Frozen;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Custom;

/// <summary>The checks that a custom entity may name.</summary>
public static class CustomValidators
{
    private const int Longest = CustomPattern.MaxMatch;
    private const double RandomBits = 3.2;

    private delegate bool Check(ReadOnlySpan<char> compact);

    private static readonly FrozenDictionary<string, Check> All = new Dictionary<string, Check>(StringComparer.Ordinal)
    {
        ["luhn"] = static n => Checksums.Luhn(n),
        ["mod97"] = static n => Checksums.Iban(n),
        ["iban"] = static n => Ibans.IsValid(n),
        ["verhoeff"] = static n => Checksums.Verhoeff(n),
        ["mod11-10"] = static n => Checksums.Mod11And10(n),
        ["mod11"] = static n => Mod11(n),
        ["payment-card"] = static n => PaymentCards.IsValid(n),
        ["entropy"] = static n => Entropy.BitsPerCharacter(n) >= RandomBits,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether <paramref name="text"/>, without spaces, hyphens, dots and slashes and in capitals, passes the check called <paramref name="name"/>.</summary>
    public static bool Holds(string name, ReadOnlySpan<char> text)
    {
        Span<char> compact = stackalloc char[Longest];
        var length = 0;
        foreach (var c in text)
        {
            if (c is not (' ' or '-' or '.' or '/') && length < Longest)
            {
                compact[length++] = char.ToUpperInvariant(c);
            }
        }

        return All[name](compact[..length]);
    }

    // Weights 2, 3, 4, … from the right, the check digit being 11 less the rest, X for ten and 0 for eleven.
    private static bool Mod11(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 2; i <= number.Length; i++)
        {
            if (!char.IsAsciiDigit(number[^i]))
            {
                return false;
            }

            sum += (number[^i] - '0') * i;
        }

        return number.Length > 1 && number[^1] == "0X987654321"[sum % 11];
    }
}
