using System.Collections.Concurrent;

namespace Bartizan.Gateway.Judging;

/// <summary>Scores by digest of what was judged, so that a conversation that repeats its texts is asked about once. Two generations: what was not used for a while is forgotten.</summary>
internal sealed class JudgeCache
{
    /// <summary>Scores of one generation.</summary>
    public const int Capacity = 8_192;

    private ConcurrentDictionary<UInt128, double> _young = new();
    private ConcurrentDictionary<UInt128, double> _old = new();

    /// <summary>The score; null when it is not known, or no longer.</summary>
    public double? Find(UInt128 key)
    {
        if (Volatile.Read(ref _young).TryGetValue(key, out var score))
        {
            return score;
        }

        if (!Volatile.Read(ref _old).TryGetValue(key, out score))
        {
            return null;
        }

        Add(key, score);
        return score;
    }

    public void Add(UInt128 key, double score)
    {
        var young = Volatile.Read(ref _young);
        young[key] = score;
        if (young.Count >= Capacity && Interlocked.CompareExchange(ref _young, new(), young) == young)
        {
            Volatile.Write(ref _old, young);
        }
    }
}
