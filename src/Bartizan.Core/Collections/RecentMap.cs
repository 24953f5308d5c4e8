using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Bartizan.Core.Collections;

/// <summary>
/// A bounded map that forgets what was not used for a while. Two generations: when the young one is full it becomes the old one, so that what is still in
/// use is found and what is not is forgotten. Safe for threads; finding takes no lock.
/// </summary>
/// <param name="capacity">Entries of a generation; of both, at most so many again.</param>
public sealed class RecentMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private Generation _young = new();
    private Generation _old = new();

    /// <summary>The value of a key, which counts as used by this.</summary>
    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (Volatile.Read(ref _young).Entries.TryGetValue(key, out value))
        {
            return true;
        }

        if (!Volatile.Read(ref _old).Entries.TryGetValue(key, out value))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    /// <summary>Keeps a value, in the place of an earlier one.</summary>
    public void Set(in TKey key, TValue value)
    {
        var young = Volatile.Read(ref _young);
        if (!young.Entries.TryAdd(key, value))
        {
            young.Entries[key] = value;
        }
        else if (Interlocked.Increment(ref young.Count) == capacity)
        {
            // Old first, so that no reader misses what is in it.
            Volatile.Write(ref _old, young);
            Volatile.Write(ref _young, new());
        }
    }

    private sealed class Generation
    {
        // Counted apart: asking the dictionary for its size takes all its locks.
        public int Count;

        public ConcurrentDictionary<TKey, TValue> Entries { get; } = new();
    }
}
