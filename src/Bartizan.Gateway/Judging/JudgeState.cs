using System.Diagnostics.CodeAnalysis;
using Bartizan.Core.Collections;
using Bartizan.Gateway.Configuration;
using Bartizan.Guard.Injection;

namespace Bartizan.Gateway.Judging;

/// <summary>What moves of one judge: how many questions are under way, whether it is left alone, and what it said of which texts.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to give back; it goes with the judge.")]
internal sealed class JudgeState(JudgeOptions options, TimeProvider time)
{
    private const int Capacity = 4_096;
    private static readonly TimeSpan Counts = TimeSpan.FromHours(1);

    private readonly RecentMap<Key, (double Score, long At)> _scores = new(Capacity);

    /// <summary>What tells one question from another. A score counts for the agent alone in whose traffic it was given, as a quick answer would tell others that a text was there before.</summary>
    public readonly record struct Key(string Agent, InjectionChannel Channel, string Digest);

    /// <summary>Places for questions under way.</summary>
    public SemaphoreSlim Places { get; } = new(options.Concurrency);

    /// <summary>Whether it is left alone.</summary>
    public JudgeBreaker Breaker { get; } = new(time);

    /// <summary>What it said of a text within the last hour; null when it is not known.</summary>
    public double? Find(in Key key) => _scores.TryGet(key, out var known) && time.GetElapsedTime(known.At) < Counts ? known.Score : null;

    /// <summary>Remembers what it said.</summary>
    public void Keep(in Key key, double score) => _scores.Set(key, (score, time.GetTimestamp()));
}
