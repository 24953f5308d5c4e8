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
    private readonly Lock _turning = new();
    private Generation _young = new(clock.GetTimestamp());
    private Generation _old = new(clock.GetTimestamp());

    /// <summary>Marks something as used; false when it was used before, or when there is no room to remember it.</summary>
    /// <param name="owner">Whose it is: what two owners use does not collide.</param>
    /// <param name="id">What is used once.</param>
    public bool TryUse(string owner, string id)
    {
        var (young, old) = Turn();
        var key = KeyOf(owner, id);
        return !old.Used.ContainsKey(key) && Interlocked.Increment(ref young.Count) <= capacity && young.Used.TryAdd(key, 0);
    }

    private static UInt128 KeyOf(string owner, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{owner.Length}:{owner}{id}"), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private (Generation Young, Generation Old) Turn()
    {
        lock (_turning)
        {
            var now = clock.GetTimestamp();
            if (clock.GetElapsedTime(_young.Began, now) >= keep)
            {
                // After a long rest the young one is out of date as well, and goes with the next turn.
                (_old, _young) = (_young, new(now));
            }

            return (_young, _old);
        }
    }

    private sealed class Generation(long began)
    {
        public int Count;

        public long Began { get; } = began;

        public ConcurrentDictionary<UInt128, byte> Used { get; } = new();
    }
}
