using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Spans;

/// <summary>
/// A value for every UTF-16 unit, worked out for 256 units at a time when the first of them is asked for: texts use few of the blocks,
/// and a look-up costs two loads. Safe for threads, as a block is the same whoever works it out.
/// </summary>
internal sealed class CharTable<T>(Func<char, T> valueOf)
{
    private const int BlockSize = 256;
    private readonly T[]?[] _blocks = new T[]?[(char.MaxValue + 1) / BlockSize];

    /// <summary>The value of <paramref name="c"/>.</summary>
    public T this[char c] => (_blocks[c / BlockSize] ?? Fill(c / BlockSize))[c % BlockSize];

    // Rare: kept out of the loops that look up, which would otherwise carry all of it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] Fill(int block)
    {
        var values = new T[BlockSize];
        for (var i = 0; i < BlockSize; i++)
        {
            values[i] = valueOf((char)((block * BlockSize) + i));
        }

        return _blocks[block] = values;
    }
}
