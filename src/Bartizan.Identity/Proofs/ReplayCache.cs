using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Identity.Proofs;

/// <summary>
/// Remembers what was used, for at least as long as it could be used again, in two generations of that length. Bounded: when a generation is full,
/// nothing new passes until it is over.
/// </summary>
/// <param name="keep">How long at least.</param>
/// <param name="capacity">Entries of a generation.</param>
/// <param name="clock">What time it is.</param>
internal sealed class ReplayCache(TimeSpan keep, int capacity, TimeProvider clock)
{
    private Generations _current = new(new(clock.GetTimestamp()), new(clock.GetTimestamp()));

    /// <summary>Marks something as used; false when it was used before, or when there is no room to remember it.</summary>
    /// <param name="owner">Whose it is: what two owners use does not collide.</param>
    /// <param name="id">What is used once.</param>
    public bool TryUse(string owner, string id)
    {
        var (key, current) = (KeyOf(owner, id), Turn());
        if (!current.Young.TryAdd(key, capacity) || current.Old.Has(key))
        {
            return false;
        }

        // If they turned meanwhile, somebody else may have added it to the new one after looking into ours, and before we added it there.
        var now = Volatile.Read(ref _current);
        return ReferenceEquals(now, current) || now.Young.TryAdd(key, capacity);
    }

    private static UInt128 KeyOf(string owner, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{owner.Length}:{owner}{id}"), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private Generations Turn()
    {
        var (current, now) = (Volatile.Read(ref _current), clock.GetTimestamp());
        if (clock.GetElapsedTime(current.Young.Began, now) < keep)
        {
            return current;
        }

        // After a long rest the young one is out of date as well, and goes with the next turn.
        var next = new Generations(new(now), current.Young);
        var seen = Interlocked.CompareExchange(ref _current, next, current);
        return ReferenceEquals(seen, current) ? next : seen;
    }

    private sealed record Generations(Generation Young, Generation Old);

    private sealed class Generation(long began)
    {
        private readonly ConcurrentDictionary<UInt128, byte> _used = new();

        // Counted apart: asking the dictionary for its size takes all its locks.
        private int _count;

        public long Began { get; } = began;

        public bool Has(UInt128 key) => _used.ContainsKey(key);

        public bool TryAdd(UInt128 key, int capacity) => Interlocked.Increment(ref _count) <= capacity && _used.TryAdd(key, 0);
    }
}
