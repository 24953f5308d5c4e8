using System.Collections.Frozen;
using System.Text;

namespace Bartizan.Guard.Normalization;

/// <summary>
/// Decompositions, combining classes and compositions of Unicode 14, from <c>unicode.bin</c> (made by <c>eng/generate-unicode-tables.py</c>).
/// The program runs without ICU; with tables of our own it sees the same on every machine.
/// </summary>
internal static class UnicodeTables
{
    private const int BlockSize = 256;
    private static readonly char[] Units;
    private static readonly ushort[] BlockOf = new ushort[0x11_0000 / BlockSize];
    private static readonly List<Entry[]> Blocks = [new Entry[BlockSize]];
    private static readonly FrozenDictionary<ulong, int> Composites;
    private static readonly FrozenSet<int> Followers;
    private static readonly FrozenSet<int> Recomposed;

    private readonly record struct Entry(int Start, byte Length, byte Class);

#pragma warning disable CA1810 // One pass over one resource fills all tables.
    static UnicodeTables()
#pragma warning restore CA1810
    {
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream("unicode.bin")!;
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var units = new List<char>(32_000);
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var point = reader.ReadInt32();
            var length = reader.ReadByte();
            ref var entry = ref EntryOf(point);
            entry = entry with { Start = units.Count, Length = length };
            for (var i = 0; i < length; i++)
            {
                units.Add((char)reader.ReadUInt16());
            }
        }

        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var first = reader.ReadInt32();
            var last = reader.ReadInt32();
            var combining = reader.ReadByte();
            for (var point = first; point <= last; point++)
            {
                ref var entry = ref EntryOf(point);
                entry = entry with { Class = combining };
            }
        }

        var composites = new Dictionary<ulong, int>();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var pair = ((ulong)reader.ReadUInt32() << 32) | reader.ReadUInt32();
            composites.Add(pair, reader.ReadInt32());
        }

        Units = [.. units];
        Composites = composites.ToFrozenDictionary();
        Followers = composites.Keys.Select(pair => (int)(uint)pair).ToFrozenSet();
        var parts = composites.ToDictionary(c => c.Value, c => c.Key);
        Recomposed = composites.Values.Where(point => IsCanonical(point, parts)).ToFrozenSet();
    }

    /// <summary>The full compatibility decomposition, or nothing where a character is its own. Hangul syllables are left whole.</summary>
    public static ReadOnlySpan<char> Decompose(int point)
    {
        var entry = Blocks[BlockOf[point / BlockSize]][point % BlockSize];
        return Units.AsSpan(entry.Start, entry.Length);
    }

    /// <summary>Canonical combining class; 0 for starters.</summary>
    public static byte CombiningClass(int point) => Blocks[BlockOf[point / BlockSize]][point % BlockSize].Class;

    /// <summary>Whether a character is its own normal form and joins nothing before it.</summary>
    public static bool IsStable(int point)
    {
        var entry = Blocks[BlockOf[point / BlockSize]][point % BlockSize];
        if (entry.Class != 0 || point is >= 0x1100 and <= 0x11FF || Followers.Contains(point))
        {
            return false;
        }

        return entry.Length == 0 || Recomposed.Contains(point);
    }

    /// <summary>The primary composite of two characters, or -1. Hangul by arithmetic (Unicode 3.12).</summary>
    public static int Compose(int first, int second)
    {
        const int L = 0x1100, V = 0x1161, T = 0x11A7, S = 0xAC00;
        if (first is >= L and < L + 19 && second is >= V and < V + 21)
        {
            return S + ((((first - L) * 21) + (second - V)) * 28);
        }

        if (first is >= S and < S + 11172 && (first - S) % 28 == 0 && second is > T and < T + 28)
        {
            return first + (second - T);
        }

        return Composites.TryGetValue(((ulong)(uint)first << 32) | (uint)second, out var composed) ? composed : -1;
    }

    // ẛ composes, but of ſ, which compatibility turns into s: such a composite is not its own normal form.
    private static bool IsCanonical(int point, Dictionary<int, ulong> parts) =>
        EntryOf(point).Length == 0 || (parts.TryGetValue(point, out var pair) && IsCanonical((int)(pair >> 32), parts) && IsCanonical((int)(uint)pair, parts));

    private static ref Entry EntryOf(int point)
    {
        ref var block = ref BlockOf[point / BlockSize];
        if (block == 0)
        {
            block = (ushort)Blocks.Count;
            Blocks.Add(new Entry[BlockSize]);
        }

        return ref Blocks[block][point % BlockSize];
    }
}
