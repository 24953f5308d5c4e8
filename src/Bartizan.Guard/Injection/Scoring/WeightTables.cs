using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Scoring;

/// <summary>A table of quantised weights, looked up by feature hash. A struct, so that the scorer is compiled for it.</summary>
internal interface IWeightTable
{
    /// <summary>The weight of a feature in a window, and, added to <paramref name="whole"/>, its weight in the whole text.</summary>
    int Look(ulong feature, ref int whole);
}

/// <summary>Weights of the data channel: windows only.</summary>
internal readonly struct WindowWeights(sbyte[] window, int shift) : IWeightTable
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Look(ulong feature, ref int whole) => window[(int)(feature >> shift)];
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
    public int Look(ulong feature, ref int whole)
    {
        var pair = pairs[(int)(feature >> shift)];
        whole += (sbyte)pair;
        return pair >> 8;
    }
}
