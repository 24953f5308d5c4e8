using System.Text;
using Bartizan.Guard.Validation;

namespace Bartizan.Gateway.Masking.Forms;

/// <summary>Numbers with check digits, as long and grouped as the value was.</summary>
internal static class NumberForms
{
    /// <summary>A card number whose Luhn digit holds; null when the value has not 12 to 19 digits.</summary>
    public static string? Card(string value, TokenSource source)
    {
        var length = value.Count(char.IsAsciiDigit);
        if (length is < 12 or > 19)
        {
            return null;
        }

        var start = $"9999{source.Digits(length - 5)}";
        return Like(value, WithLast(start, static number => Checksums.Luhn(number)));
    }

    /// <summary>An IBAN whose check digits hold; null when the value has not 15 to 34 letters and digits.</summary>
    public static string? Iban(string value, TokenSource source)
    {
        var length = value.Count(char.IsAsciiLetterOrDigit);
        if (length is < 15 or > 34)
        {
            return null;
        }

        // ISO 7064: 98 less the remainder of account, country and 00; Z is 35.
        var account = source.Digits(length - 4);
        var check = 98 - Checksums.Modulo(account + "353500", 97);
        return Like(value, $"ZZ{check:00}{account}");
    }

    private static string WithLast(string start, Func<string, bool> holds)
    {
        for (var last = '0'; ; last++)
        {
            var number = start + last;
            if (last == '9' || holds(number))
            {
                return number;
            }
        }
    }

    // The characters of text where the value has letters and digits, and the value's own spacing between them.
    private static string Like(string value, string text)
    {
        var result = new StringBuilder(value.Length);
        var at = 0;
        foreach (var c in value)
        {
            result.Append(char.IsAsciiLetterOrDigit(c) ? text[at++] : c is ' ' or '-' ? c : ' ');
        }

        return result.ToString();
    }
}
