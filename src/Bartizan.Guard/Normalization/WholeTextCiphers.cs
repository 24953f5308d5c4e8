using System.Buffers;

namespace Bartizan.Guard.Normalization;

/// <summary>
/// Opens texts that are written in rot13 or backwards as a whole. What gives them away are common English words in that dress; two
/// different ones must be there, one of them of three letters or more. None of them is common inside plain words, so that one vectorised search turns nearly every text away.
/// </summary>
internal static class WholeTextCiphers
{
    private const int Longest = 8192;
    private const int FewestWords = 2;

    // What is written so as a whole shows it soon.
    private const int Head = 160;

    private static readonly string[] RotatedWords = ["gur", "naq", "lbh", "lbhe", "guvf", "gung", "jvgu", "ehyrf", "cebzcg", "vafgehpgvbaf", "cerivbhf", "vtaber", "erirny", "flfgrz", "cnffjbeq", "zrffntr", "frperg", "ercrng", "fraq", "fubj", "sbetrg", "rirel", "qryrgr", "sebz"];
    private static readonly string[] ReversedWords = ["eht", "uoy", "ruoy", "siht", "taht", "htiw", "selur", "tpmorp", "snoitcurtsni", "suoiverp", "erongi", "laever", "metsys", "drowssap", "egassem", "terces", "taeper", "dnes", "wohs", "tegrof", "yreve", "eteled", "morf", "ereht"];

    // Too short to say anything alone; beside one of the others they do.
    private static readonly string[] ShortRotated = ["gb", "bs", "va", "vf", "vg", "n"];
    private static readonly string[] ShortReversed = ["ot", "fo", "ni", "si", "ti", "a"];
    private static readonly SearchValues<string> Either = SearchValues.Create([.. RotatedWords, .. ReversedWords], StringComparison.OrdinalIgnoreCase);

    /// <summary>The encoding and the text it opens to, or null when it reads as it stands.</summary>
    public static (string Encoding, string Text)? Open(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest || text[..Math.Min(text.Length, Head)].IndexOfAny(Either) < 0)
            return null;
        if (IsWrittenIn(text, RotatedWords, ShortRotated))
            return ("rot13", Rotated(text));
        if (IsWrittenIn(text, ReversedWords, ShortReversed))
            return ("reversed", Reversed(text));
        return null;
    }

    private static bool IsWrittenIn(ReadOnlySpan<char> text, string[] words, string[] shortWords) =>
        Count(text, words) is > 0 and var count && (count >= FewestWords || Count(text, shortWords) > 0);

    private static int Count(ReadOnlySpan<char> text, string[] words)
    {
        var count = 0;
        foreach (var word in words)
        {
            count += Contains(text, word) ? 1 : 0;
        }

        return count;
    }

    private static bool Contains(ReadOnlySpan<char> text, string word)
    {
        for (var at = 0; text[at..].IndexOf(word, StringComparison.OrdinalIgnoreCase) is >= 0 and var found;)
        {
            at += found + word.Length;
            var alone = (at == text.Length || !char.IsLetterOrDigit(text[at])) && (at == word.Length || !char.IsLetterOrDigit(text[at - word.Length - 1]));
            if (alone)
                return true;
        }

        return false;
    }

    /// <summary>The text with each Latin letter moved by half the alphabet; twice is the text again.</summary>
    public static string Rotated(ReadOnlySpan<char> text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            var c = from[i];
            to[i] = c switch
            {
                >= 'a' and <= 'z' => (char)('a' + ((c - 'a' + 13) % 26)),
                >= 'A' and <= 'Z' => (char)('A' + ((c - 'A' + 13) % 26)),
                _ => c,
            };
        }
    });

    /// <summary>The text from its end to its beginning.</summary>
    public static string Reversed(ReadOnlySpan<char> text) => string.Create(text.Length, text, static (to, from) =>
    {
        from.CopyTo(to);
        to.Reverse();
    });
}
