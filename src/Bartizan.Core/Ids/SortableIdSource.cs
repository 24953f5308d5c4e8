using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bartizan.Core.Ids;

/// <summary>
/// Identifiers in the ULID layout: 48 bits of Unix milliseconds, then 80 random bits, in Crockford base 32 (lower case).
/// Two made by one source in the same millisecond still sort in order of making.
/// </summary>
public sealed class SortableIdSource(TimeProvider clock) : IIdSource
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int BodyLength = 26;

    private const int RandomSize = 10;
    private const int DrawnAtOnce = 64;

    private readonly Lock _gate = new();
    private readonly byte[] _random = new byte[RandomSize * DrawnAtOnce];
    private int _drawn = DrawnAtOnce;
    private long _lastMilliseconds;
    private UInt128 _lastRandom;

    /// <inheritdoc/>
    public string NewId(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var value = Next();
        return string.Create(prefix.Length + 1 + BodyLength, (prefix, value), static (span, state) =>
        {
            state.prefix.CopyTo(span);
            span[state.prefix.Length] = '_';
            var rest = state.value;
            for (var i = span.Length - 1; i > state.prefix.Length; i--)
            {
                span[i] = Alphabet[(int)(uint)(rest & 31)];
                rest >>= 5;
            }
        });
    }

    private UInt128 Next()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            if (now > _lastMilliseconds)
            {
                _lastMilliseconds = now;
                _lastRandom = Random80();
            }
            else
            {
                // The same millisecond, or a clock that stepped back: count on, so that order holds.
                _lastRandom++;
            }

            return ((UInt128)(ulong)_lastMilliseconds << 80) | (_lastRandom & ((UInt128.One << 80) - 1));
        }
    }

    private UInt128 Random80()
    {
        // The operating system's generator is asked for many at once: a call costs more than the bytes.
        if (_drawn == DrawnAtOnce)
        {
            RandomNumberGenerator.Fill(_random);
            _drawn = 0;
        }

        Span<byte> bytes = stackalloc byte[16];
        bytes[..6].Clear();
        _random.AsSpan(_drawn++ * RandomSize, RandomSize).CopyTo(bytes[6..]);
        // The top bit stays clear, which leaves room to count within one millisecond.
        bytes[6] &= 0x7F;
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
