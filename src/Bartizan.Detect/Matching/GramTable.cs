using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bartizan.Detect.Matching;

/// <summary>
/// Finds all of many texts anywhere in a value. Of every text one run of four bytes (a gram) stands in a small table of bits, or for texts of seven
/// bytes and more four runs beside each other, so that looking at every fourth place of the value suffices; where a bit is set the texts with that
/// gram are compared. The grams chosen are those that fewest other texts have.
/// </summary>
internal sealed class GramTable
{
    /// <summary>A gram's length in bytes, and so that of the shortest text.</summary>
    public const int Gram = 4;

    /// <summary>The shortest text of which four grams beside each other can be taken.</summary>
    public const int LongText = 7;

    private const uint Golden = 0x9E37_79B1;

    private readonly int _stride;
    private readonly int _shift;
    private readonly ulong[] _bits;
    private readonly (uint Gram, int First)[] _slots;
    private readonly (byte[] Text, int At, int Atom, int Next)[] _entries;

    /// <summary>Makes a table of texts which are all long (<paramref name="stride"/> 4), or at least of a gram's length (1).</summary>
    public GramTable(IReadOnlyList<(byte[] Text, int Atom)> literals, int stride)
    {
        _stride = stride;
        var common = new Dictionary<uint, int>();
        foreach (var (text, _) in literals)
        {
            for (var i = 0; i + Gram <= text.Length; i++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(common, GramAt(text, i), out _)++;
            }
        }

        var entries = new List<(byte[], int, int, int)>(literals.Count * stride);
        var bits = Math.Clamp(BitOperations.Log2((uint)(literals.Count * stride)) + 6, 12, 21);
        _shift = 32 - bits;
        _bits = new ulong[(1 << bits) / 64];
        _slots = new (uint, int)[BitOperations.RoundUpToPowerOf2((uint)(literals.Count * stride * 2 + 2))];
        Array.Fill(_slots, (0U, -1));
        foreach (var (text, atom) in literals)
        {
            var start = Rarest(text, common);
            for (var at = start; at < start + stride; at++)
            {
                var gram = GramAt(text, at);
                var hash = (gram * Golden) >> _shift;
                _bits[hash >> 6] |= 1UL << (int)(hash & 63);
                ref var slot = ref Slot(gram);
                entries.Add((text, at, atom, slot.First));
                slot = (gram, entries.Count - 1);
            }
        }

        _entries = [.. entries];
    }

    /// <summary>Sets the atoms of all texts in a folded value.</summary>
    public void Match(ReadOnlySpan<byte> value, EventMatch match)
    {
        ref var start = ref MemoryMarshal.GetReference(value);
        var (bits, shift, stride, last) = (_bits, _shift, _stride, value.Length - Gram);
        for (var i = 0; i <= last; i += stride)
        {
            var gram = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, i));
            var hash = (gram * Golden) >> shift;
            if ((bits[hash >> 6] >> (int)(hash & 63) & 1) != 0)
            {
                Compare(value, i, gram, match);
            }
        }
    }

    private void Compare(ReadOnlySpan<byte> value, int at, uint gram, EventMatch match)
    {
        for (var i = Slot(gram).First; i >= 0; i = _entries[i].Next)
        {
            ref readonly var entry = ref _entries[i];
            if (at >= entry.At && value[(at - entry.At)..].StartsWith(entry.Text))
            {
                match.Set(entry.Atom);
            }
        }
    }

    private ref (uint Gram, int First) Slot(uint gram)
    {
        var mask = _slots.Length - 1;
        var slot = (int)((gram * Golden) >> 8) & mask;
        while (_slots[slot].First >= 0 && _slots[slot].Gram != gram)
        {
            slot = (slot + 1) & mask;
        }

        return ref _slots[slot];
    }

    /// <summary>Where the grams begin that are shared with the fewest texts.</summary>
    private int Rarest(byte[] text, Dictionary<uint, int> common)
    {
        var (best, least) = (0, long.MaxValue);
        for (var start = 0; start + _stride - 1 + Gram <= text.Length; start++)
        {
            long shared = 0;
            for (var i = 0; i < _stride; i++)
            {
                shared += common[GramAt(text, start + i)];
            }

            (best, least) = shared < least ? (start, shared) : (best, least);
        }

        return best;
    }

    private static uint GramAt(ReadOnlySpan<byte> text, int at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.AsRef(in text[at]));
}
