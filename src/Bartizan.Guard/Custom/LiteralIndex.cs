using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Custom;

/// <summary>
/// Which of many texts may begin at a place, by its first three characters in any case: one look-up in a bitmap turns nearly every place away,
/// however many texts there are.
/// </summary>
internal sealed class LiteralIndex
{
    /// <summary>Shorter texts cannot be looked up.</summary>
    public const int MinLength = 3;

    private const int Bits = 16;
    private readonly ulong[] _bitmap = new ulong[(1 << Bits) / 64];
    private readonly Dictionary<int, int[]> _byHash = [];
    private readonly string[] _texts;

    /// <summary>Creates an index of <paramref name="texts"/>; each is known by its place in the list.</summary>
    public LiteralIndex(IEnumerable<string> texts)
    {
        _texts = [.. texts];
        foreach (var group in Enumerable.Range(0, _texts.Length).GroupBy(i => Hash(_texts[i][0], _texts[i][1], _texts[i][2])))
        {
            _byHash[group.Key] = [.. group];
            _bitmap[group.Key / 64] |= 1UL << (group.Key % 64);
        }
    }

    /// <summary>Those that may begin at <paramref name="at"/>: to be compared. Reads three characters.</summary>
    public ReadOnlySpan<int> MayBeginAt(ref SpanText text, int at)
    {
        var hash = Hash(text[at], text[at + 1], text[at + 2]);
        return (_bitmap[hash / 64] & (1UL << (hash % 64))) == 0 ? [] : _byHash[hash];
    }

    /// <summary>Whether text <paramref name="index"/> stands at <paramref name="at"/>, in any case.</summary>
    public bool Stands(ref SpanText text, int at, int index)
    {
        var literal = _texts[index];
        for (var i = 0; i < literal.Length; i++)
        {
            if (char.ToUpperInvariant(text[at + i]) != char.ToUpperInvariant(literal[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Length of text <paramref name="index"/>.</summary>
    public int LengthOf(int index) => _texts[index].Length;

    private static int Hash(char a, char b, char c) =>
        (int)((((uint)Fold(a) * 0x9E3779B1u) ^ ((uint)Fold(b) * 0x85EBCA77u) ^ ((uint)Fold(c) * 0xC2B2AE3Du)) >> (32 - Bits));

    private static char Fold(char c) => c < 128 ? (char)(char.IsAsciiLetterLower(c) ? c - 32 : c) : char.ToUpperInvariant(c);
}
