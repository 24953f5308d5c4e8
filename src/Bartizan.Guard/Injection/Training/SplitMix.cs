namespace Bartizan.Guard.Injection.Training;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same order of rows on every machine and runtime.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below <paramref name="bound"/> (its bias of bound / 2^64 does not matter here).</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Fisher and Yates' shuffle.</summary>
    public void Shuffle(Span<int> order)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
