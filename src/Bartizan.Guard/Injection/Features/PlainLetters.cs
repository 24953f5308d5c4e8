using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Injection.Features;

/// <summary>Latin letters with marks as the plain letters below them, so that a word has one hash with its accents and without.</summary>
internal static class PlainLetters
{
    private const int First = 0xC0;
    private const int End = 0x1F00;

    // Letters that Unicode does not take apart.
    private const string Whole = "ıiøoØođdĐdłlŁlħhŧtðd";

    private static readonly byte[] Table = Create();

    /// <summary>The lower-case ASCII letter of a unit beyond ASCII; 0 when it is none.</summary>
    public static byte Of(char c) => c is >= (char)First and < (char)End ? Table[c - First] : (byte)0;

    private static byte[] Create()
    {
        var table = new byte[End - First];
        for (var c = First; c < End; c++)
        {
            var parts = c is < 0x250 or >= 0x1E00 ? UnicodeTables.Decompose(c) : [];
            while (parts.Length > 0 && parts[0] >= 128)
            {
                parts = UnicodeTables.Decompose(parts[0]);
            }

            if (parts.Length > 0 && char.IsAsciiLetter(parts[0]))
            {
                table[c - First] = (byte)char.ToLowerInvariant(parts[0]);
            }
        }

        for (var i = 0; i < Whole.Length; i += 2)
        {
            table[Whole[i] - First] = (byte)Whole[i + 1];
        }

        return table;
    }
}
