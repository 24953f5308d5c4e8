using System.Collections.Frozen;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.People;

/// <summary>What stands behind a name and says that it is one: the next field of a form, what somebody owns, the lines of an address.</summary>
internal static class Forms
{
    private const int MaxLines = 4;
    private const int MaxLine = 60;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Fields = Lexicon.Set(
        "Phone Telephone Tel Mobile Fax Email E-mail Mail Address Street City Zip Postcode Country DOB Birth Born Age Company Title Position Telefon Adresse Anschrift Straße Ort Téléphone Courriel Rue Ville Teléfono Correo Dirección Calle Ciudad Telefono Indirizzo Via Città Telefone Endereço Rua Cidade Telefoon Adres Straat Plaats");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Owned = Lexicon.Set(
        "address phone mobile number email mail birthday account card passport salary file record records medical insurance password husband wife son daughter mother father brother sister boss team");

    /// <summary>Whether the next line is another field of a form about a person.</summary>
    public static bool GoesOn(ref SpanText text, int end)
    {
        var at = end + (text[end] == '\r' ? 1 : 0);
        if (text[at] != '\n')
        {
            return false;
        }

        at++;
        at += text.Run(at, Blank, 8);
        var word = Words.End(ref text, at, 12);
        return word > at && Fields.Contains(text.Chars[at..Math.Min(word, text.Length)]);
    }

    /// <summary>Whether it goes on with <c>'s address</c> or the like.</summary>
    public static bool Owns(ref SpanText text, int end)
    {
        if (text[end] is not ('\'' or '\u2019') || text[end + 1] != 's' || text[end + 2] != ' ')
        {
            return false;
        }

        var word = Words.End(ref text, end + 3, 12);
        return word > end + 3 && Owned.Contains(text.Chars[(end + 3)..Math.Min(word, text.Length)]);
    }

    /// <summary>Whether an address begins on one of the next lines, as on an envelope.</summary>
    public static bool HeadsAddress(ref SpanText text, int end)
    {
        var at = end;
        for (var lines = 0; lines < MaxLines && text[at] == '\n'; lines++)
        {
            at++;
            at += text.Run(at, Margin, 8);
            if (char.IsAsciiDigit(text[at]))
            {
                return AddressMatcher.FromNumber(ref text, at).Length > 0;
            }

            for (var length = 0; length < MaxLine && text[at] is not ('\n' or '\0'); length++)
            {
                at++;
            }
        }

        return false;
    }

    private static readonly CharSet Blank = CharSet.Of(" \t");
    private static readonly CharSet Margin = CharSet.Of(" \t>?|");
}
