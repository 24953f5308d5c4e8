namespace Bartizan.Storage.Exchanges;

/// <summary>A logarithmic scale of 8 steps an octave: percentiles from counts, each within 2^(1/16), that is 4.5 %, of the true value.</summary>
internal static class OverheadScale
{
    private const double StepsPerOctave = 8;

    /// <summary>The bucket of a value in microseconds; 0 holds everything up to 1.</summary>
    public static int Bucket(long microseconds) => microseconds <= 1 ? 0 : 1 + (int)(Math.Log2(microseconds) * StepsPerOctave);

    /// <summary>The value in a bucket's middle.</summary>
    public static long Value(int bucket) => bucket == 0 ? 1 : (long)Math.Round(Math.Pow(2, (bucket - 0.5) / StepsPerOctave));

    /// <summary>A percentile (0 to 1) of counted values; 0 when there are none.</summary>
    public static long Percentile(IReadOnlyDictionary<int, long> counts, double percentile)
    {
        var rank = (long)Math.Ceiling(counts.Values.Sum() * percentile);
        foreach (var (bucket, count) in counts.OrderBy(c => c.Key))
        {
            rank -= count;
            if (rank <= 0)
            {
                return Value(bucket);
            }
        }

        return 0;
    }
}
