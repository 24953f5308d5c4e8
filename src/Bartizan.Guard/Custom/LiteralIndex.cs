using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Custom;

/// <summary>
/// Which of many texts may begin at a place, by its first three characters in any case. Beginnings of words are found 64 characters at a time by
/// vector instructions, and one look-up in a bitmap of 4 KB turns most of them away, the fourth character most of the rest, however many texts there are.
/// </summary>
internal sealed class LiteralIndex
{
    /// <summary>Shorter texts cannot be looked up.</summary>
    public const int MinLength = 3;

    // Of each character the last five bits, in which small and capital letters of ASCII are equal.
    private const int KeyBits = 5;
    private const uint KeyMask = (1 << KeyBits) - 1;
    private const int BlockLength = 64;

    private readonly ulong[] _bitmap = new ulong[(1 << (MinLength * KeyBits)) / 64];
    private readonly uint[] _fourth = new uint[1 << (MinLength * KeyBits)];
    private readonly Dictionary<uint, int[]> _byKey = [];
    private readonly string[] _texts;
    private readonly bool _someBeginWithSigns;

    /// <summary>Creates an index of <paramref name="texts"/>; each is known by its place in the list.</summary>
    public LiteralIndex(IEnumerable<string> texts)
    {
        _texts = [.. texts];
        _someBeginWithSigns = _texts.Any(t => !IsOfWords(t[0]));
        foreach (var group in Enumerable.Range(0, _texts.Length).GroupBy(i => KeyOf(_texts[i][0], _texts[i][1], _texts[i][2])))
        {
            _byKey[group.Key] = [.. group];
            _bitmap[group.Key / 64] |= 1UL << (int)(group.Key % 64);
            _fourth[group.Key] = group.Aggregate(0u, (parts, i) => parts | (_texts[i].Length == MinLength ? uint.MaxValue : 1u << (int)Part(_texts[i][MinLength])));
        }
    }

    /// <summary>Whether words are made of such characters: letters, digits and the underscore.</summary>
    public static bool IsOfWords(char c) => c == '_' || char.IsLetterOrDigit(c);

    /// <summary>The first place from <paramref name="at"/> on where one may begin, or where too little text follows to say; else the text's end.</summary>
    public int Next(ReadOnlySpan<char> text, int at)
    {
        for (; at + BlockLength + MinLength < text.Length; at += BlockLength)
        {
            for (var places = Beginnings(text.Slice(at, BlockLength), at > 0 && IsOfWords(text[at - 1])); places != 0; places &= places - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(places);
                if (MayBegin(text, place))
                {
                    return place;
                }
            }
        }

        while (at + MinLength <= text.Length && !MayBegin(text, at))
        {
            at++;
        }

        return at;
    }

    /// <summary>Those that may begin at <paramref name="at"/>: to be compared. Reads three characters.</summary>
    public ReadOnlySpan<int> MayBeginAt(ref SpanText text, int at) => _byKey.GetValueOrDefault(KeyOf(text[at], text[at + 1], text[at + 2]));

    /// <summary>Whether text <paramref name="index"/> stands at <paramref name="at"/>, in any case.</summary>
    public bool Stands(ref SpanText text, int at, int index)
    {
        var literal = _texts[index];
        if (at + literal.Length <= text.Length)
        {
            return text.Chars.Slice(at, literal.Length).Equals(literal, StringComparison.OrdinalIgnoreCase);
        }

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

    private bool MayBegin(ReadOnlySpan<char> text, int at)
    {
        var key = KeyOf(text[at], text[at + 1], text[at + 2]);
        return (_bitmap[key / 64] >> (int)(key % 64) & 1) != 0
            && (at + MinLength == text.Length || (_fourth[key] >> (int)Part(text[at + MinLength]) & 1) != 0);
    }

    // Places of 64 units where a word or sign begins; characters beyond ASCII are all taken for beginnings.
    private ulong Beginnings(ReadOnlySpan<char> block, bool afterWord)
    {
        ref var units = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(block));
        var (words, foreign, signs) = (0UL, 0UL, 0UL);
        for (var i = 0; i < BlockLength; i += Vector128<byte>.Count)
        {
            var (low, high) = (Vector128.LoadUnsafe(ref units, (nuint)i), Vector128.LoadUnsafe(ref units, (nuint)i + 8));
            var bytes = Vector128.Narrow(low, high);
            if (((low | high) & Vector128.Create((ushort)0xFF80)) != Vector128<ushort>.Zero)
            {
                bytes = Vector128.NarrowWithSaturation(low, high);
                foreign |= (ulong)bytes.ExtractMostSignificantBits() << i;
            }

            var isLetter = Vector128.LessThan((bytes | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a'), Vector128.Create((byte)26));
            var isDigit = Vector128.LessThan(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
            words |= (ulong)(isLetter | isDigit | Vector128.Equals(bytes, Vector128.Create((byte)'_'))).ExtractMostSignificantBits() << i;
            if (_someBeginWithSigns)
            {
                signs |= (ulong)Vector128.GreaterThan(bytes, Vector128.Create((byte)' ')).ExtractMostSignificantBits() << i;
            }
        }

        return ((words | signs) & ~(words & ((words << 1) | (afterWord ? 1UL : 0)))) | foreign;
    }

    private static uint KeyOf(char a, char b, char c) => Part(a) | (Part(b) << KeyBits) | (Part(c) << (2 * KeyBits));

    private static uint Part(char c) => (c < 128 ? c : char.ToUpperInvariant(c)) & KeyMask;
}
