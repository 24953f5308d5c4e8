using System.Buffers.Binary;
using System.Security.Cryptography;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Proofs;

/// <summary>
/// Nonces for DPoP proofs (RFC 9449 §8): the second of making and a code over it, so that nothing is stored. The key changes every ten minutes and lives
/// in this process only, so a proof made for one gateway is good at no other, nor after a restart.
/// </summary>
internal sealed class ProofNonces(TimeProvider clock)
{
    /// <summary>How long a nonce is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan KeyLife = TimeSpan.FromMinutes(10);

    private Pair _keys = new(RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32), clock.GetUtcNow());

    /// <summary>A nonce from now.</summary>
    public string Create()
    {
        Span<byte> made = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(made, clock.GetUtcNow().ToUnixTimeSeconds());
        return Base64UrlText.Encode([.. made, .. Code(Keys().Young, made)]);
    }

    /// <summary>How old a nonce of ours is; null when it is not ours or no longer good.</summary>
    public TimeSpan? AgeOf(string nonce)
    {
        if (nonce.Length > 64 || Base64UrlText.Decode(nonce) is not { Length: 24 } bytes)
        {
            return null;
        }

        var (young, old, _) = Keys();
        var isOurs = CryptographicOperations.FixedTimeEquals(Code(young, bytes.AsSpan(0, 8)), bytes.AsSpan(8))
            | CryptographicOperations.FixedTimeEquals(Code(old, bytes.AsSpan(0, 8)), bytes.AsSpan(8));
        if (!isOurs)
        {
            return null;
        }

        var age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes));
        return age <= Life ? age : null;
    }

    private static byte[] Code(byte[] key, ReadOnlySpan<byte> made) => HMACSHA256.HashData(key, made)[..16];

    private Pair Keys()
    {
        var (current, now) = (Volatile.Read(ref _keys), clock.GetUtcNow());
        if (now - current.Began < KeyLife)
        {
            return current;
        }

        var next = new Pair(RandomNumberGenerator.GetBytes(32), current.Young, now);
        var seen = Interlocked.CompareExchange(ref _keys, next, current);
        return ReferenceEquals(seen, current) ? next : seen;
    }

    private sealed record Pair(byte[] Young, byte[] Old, DateTimeOffset Began);
}
