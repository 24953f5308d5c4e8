using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Scoring;

/// <summary>A table of quantised weights, looked up by feature hash. A struct, so that the scorer is compiled for it.</summary>
internal interface IWeightTable
{
    /// <summary>The entry of a feature.</summary>
    int Look(ulong feature);

    /// <summary>The weight in the whole text that an entry holds; 0 where the channel has no such head.</summary>
    static abstract int Whole(int entry);

    /// <summary>The weight in a window that an entry holds.</summary>
    static abstract int Window(int entry);
}

/// <summary>Weights of the data channel: windows only.</summary>
internal readonly struct WindowWeights(sbyte[] window, int shift) : IWeightTable
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Whole(int entry) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Window(int entry) => entry;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Look(ulong feature) => window[(int)(feature >> shift)];
}

/// <summary>Weights of the user channel: both heads of a feature lie side by side, so that one cache line serves both.</summary>
internal readonly struct PairedWeights(short[] pairs, int shift) : IWeightTable
{
    /// <summary>Lays two heads side by side: the whole-text weight in the low byte, the window weight in the high one.</summary>
    public static short[] Pair(ReadOnlySpan<sbyte> whole, ReadOnlySpan<sbyte> window)
    {
        var pairs = new short[whole.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = (short)((window[i] << 8) | (byte)whole[i]);
        }

        return pairs;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Whole(int entry) => (sbyte)entry;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Window(int entry) => entry >> 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Look(ulong feature) => pairs[(int)(feature >> shift)];
}
