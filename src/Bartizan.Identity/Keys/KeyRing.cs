using Bartizan.Core.Identity;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Keys;

/// <summary>
/// The signing keys in order of time, those of each algorithm by themselves. One signs, from its beginning until the next one's; a later one is published already, and one that no longer signs
/// still is until the last token that it signed has ended.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>How long a key is published before it signs, so that those who keep our key set for a while know it in time.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMinutes(5);

    /// <summary>How long a key is published after its last signature: a token's longest life, and as much again.</summary>
    public static readonly TimeSpan Tail = TimeSpan.FromMinutes(10);

    private readonly Entry[] _entries;

    /// <summary>Takes the keys, the oldest first.</summary>
    public KeyRing(IReadOnlyList<SigningKey> keys) => _entries =
    [
        .. keys.GroupBy(k => k.Algorithm, StringComparer.Ordinal).Select(g => g.ToList()).SelectMany(same => same.Select(
            (key, i) => new Entry(new JwsSigner(key.Pkcs8, key.Algorithm), key.SignsFrom, i + 1 < same.Count ? same[i + 1].SignsFrom + Tail : DateTimeOffset.MaxValue))),
    ];

    /// <summary>Keys to publish at a moment.</summary>
    public IEnumerable<JsonWebKey> Published(DateTimeOffset now) => _entries.Where(e => now < e.Gone).Select(e => e.Signer.Public);

    /// <summary>The key that signs at a moment; null when there is none.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="algorithm">With which algorithm.</param>
    public JwsSigner? Signing(DateTimeOffset now, string algorithm = JwsAlgorithm.Es256) => Array.FindLast(_entries, e => e.From <= now && e.Signer.Public.Algorithm == algorithm)?.Signer;

    /// <summary>The key with an id that access tokens may be signed with at a moment; keys of other algorithms sign none.</summary>
    public JsonWebKey? Find(string? id, DateTimeOffset now) =>
        id is null ? null : Array.Find(_entries, e => now < e.Gone && e.Signer.Public.Algorithm == JwsAlgorithm.Es256 && string.Equals(e.Signer.Public.Id, id, StringComparison.Ordinal))?.Signer.Public;

    private sealed record Entry(JwsSigner Signer, DateTimeOffset From, DateTimeOffset Gone);
}
