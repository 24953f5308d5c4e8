using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bartizan.Detect.Events;

/// <summary>
/// Finds, 64 bytes at a time, where in a JSON text the quotes of strings stand, and outside of strings braces, brackets and commas: the first of
/// the two stages of Langdale and Lemire, "Parsing Gigabytes of JSON per Second" (2019), section 3.1.
/// </summary>
internal sealed class StructuralScan
{
    private const int Block = 64;
    private const ulong EvenBits = 0x5555_5555_5555_5555;

    private int[] _marks = new int[1024];

    /// <summary>The offsets found, in order; one past the last stands the length of the text.</summary>
    public ReadOnlySpan<int> Marks => _marks.AsSpan(0, Count);

    /// <summary>How many were found.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is any backslash in the text.</summary>
    public bool HasEscapes { get; private set; }

    /// <summary>Scans a text; false when a string is never closed.</summary>
    public bool Run(ReadOnlySpan<byte> text)
    {
        if (_marks.Length < text.Length + Block + 1)
        {
            _marks = new int[text.Length + text.Length / 2 + Block + 1];
        }

        var (count, escaped, inString, anyEscape) = (0, 0UL, 0UL, 0UL);
        ref var start = ref MemoryMarshal.GetReference(text);
        var whole = text.Length - text.Length % Block;
        for (var at = 0; at < whole; at += Block)
        {
            var low = Vector256.LoadUnsafe(ref start, (nuint)at);
            var high = Vector256.LoadUnsafe(ref start, (nuint)at + 32);
            count = Take(low, high, at, count, ref escaped, ref inString, ref anyEscape);
        }

        if (whole < text.Length)
        {
            Span<byte> rest = stackalloc byte[Block];
            rest.Fill((byte)' ');
            text[whole..].CopyTo(rest);
            ref var tail = ref MemoryMarshal.GetReference(rest);
            count = Take(Vector256.LoadUnsafe(ref tail), Vector256.LoadUnsafe(ref tail, 32), whole, count, ref escaped, ref inString, ref anyEscape);
        }

        _marks[count] = text.Length;
        Count = count;
        HasEscapes = anyEscape != 0;
        return inString == 0;
    }

    private int Take(Vector256<byte> low, Vector256<byte> high, int at, int count, ref ulong escaped, ref ulong inString, ref ulong anyEscape)
    {
        var backslashes = Bits(low, high, (byte)'\\');
        anyEscape |= backslashes;
        var quotes = Bits(low, high, (byte)'"') & ~Escaped(backslashes, ref escaped);
        var strings = PrefixXor(quotes) ^ inString;
        inString = (ulong)((long)strings >> 63);

        // { and [ as well as } and ] differ in bit 5 only.
        var bit = Vector256.Create((byte)0x20);
        var marks = Bits(low, high, (byte)',') | Bits(low | bit, high | bit, (byte)'{') | Bits(low | bit, high | bit, (byte)'}');
        marks = (marks & ~strings) | quotes;
        ref var into = ref MemoryMarshal.GetArrayDataReference(_marks);
        while (marks != 0)
        {
            System.Runtime.CompilerServices.Unsafe.Add(ref into, count++) = at + BitOperations.TrailingZeroCount(marks);
            marks &= marks - 1;
        }

        return count;
    }

    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        var wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }

    /// <summary>The characters after an odd run of backslashes; <paramref name="carry"/> is 1 when the next block's first is one.</summary>
    private static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        if (backslashes == 0)
        {
            var only = carry;
            carry = 0;
            return only;
        }

        backslashes &= ~carry;
        var follows = (backslashes << 1) | carry;
        var oddStarts = backslashes & ~EvenBits & ~follows;
        var sum = unchecked(oddStarts + backslashes);
        carry = sum < oddStarts ? 1UL : 0;
        return (EvenBits ^ (sum << 1)) & follows;
    }

    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
