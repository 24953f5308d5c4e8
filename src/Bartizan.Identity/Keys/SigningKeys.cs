using System.Security.Cryptography;
using Bartizan.Core.Identity;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Keys;

/// <summary>Makes and rotates signing keys.</summary>
public sealed class SigningKeys(IIdentityStore store, TimeProvider clock)
{
    private const int RsaBits = 3_072;

    /// <summary>Makes the first key where there is none.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="signals">Whether signals go out, for which there is an RSA key, too.</param>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken, bool signals = false)
    {
        var known = await AlgorithmsAsync(cancellationToken);
        foreach (var algorithm in new[] { SigningKey.Es256, SigningKey.Rs256 }.Where(a => (a == SigningKey.Es256 || signals) && !known.Contains(a)))
        {
            var now = clock.GetUtcNow();
            await store.AddKeyAsync(Create(now, algorithm), onlyFirst: true, endOthers: false, now, cancellationToken);
        }
    }

    /// <summary>Adds a key that is published at once and signs five minutes from now, of each algorithm of which there is one; tokens signed before keep working until they end. Returns the one that signs access tokens.</summary>
    public ValueTask<SigningKey> RotateAsync(CancellationToken cancellationToken) => AddAsync(KeyRing.Lead, endOthers: false, cancellationToken);

    /// <summary>Ends all keys at once, with every token that they signed, and adds one of each algorithm that signs from now: for a key that became known. Returns the one that signs access tokens.</summary>
    public ValueTask<SigningKey> ReplaceAsync(CancellationToken cancellationToken) => AddAsync(TimeSpan.Zero, endOthers: true, cancellationToken);

    /// <summary>Keys that were not ended, the oldest first, with what each does now.</summary>
    public async ValueTask<IReadOnlyList<KeyState>> ListAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keys = await store.KeysAsync(cancellationToken);
        var ring = new KeyRing(keys);
        return [.. keys.Select(k => new KeyState(
            k.Id,
            k.SignsFrom,
            ring.Signing(now, k.Algorithm)?.Public.Id == k.Id ? "signs" : ring.Published(now).All(p => p.Id != k.Id) ? "over" : k.SignsFrom > now ? "next" : "verifies",
            k.Algorithm))];
    }

    private async ValueTask<HashSet<string>> AlgorithmsAsync(CancellationToken cancellationToken) =>
        [.. (await store.KeysAsync(cancellationToken)).Select(k => k.Algorithm)];

    private async ValueTask<SigningKey> AddAsync(TimeSpan lead, bool endOthers, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = Create(now + lead, SigningKey.Es256);
        await store.AddKeyAsync(key, onlyFirst: false, endOthers, now, cancellationToken);
        foreach (var algorithm in (await AlgorithmsAsync(cancellationToken)).Where(a => a != SigningKey.Es256))
        {
            await store.AddKeyAsync(Create(now + lead, algorithm), onlyFirst: false, endOthers, now, cancellationToken);
        }

        return key;
    }

    private static SigningKey Create(DateTimeOffset from, string algorithm)
    {
        if (algorithm == SigningKey.Rs256)
        {
            using var rsa = RSA.Create(RsaBits);
            return new SigningKey(JsonWebKey.Of(rsa).Thumbprint, rsa.ExportPkcs8PrivateKey(), from, null, algorithm);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey(JsonWebKey.Of(key).Thumbprint, key.ExportPkcs8PrivateKey(), from, null);
    }
}

/// <summary>A signing key as people see it.</summary>
/// <param name="Id">Its <c>kid</c>: the RFC 7638 thumbprint.</param>
/// <param name="SignsFrom">When it begins to sign.</param>
/// <param name="State"><c>next</c>, <c>signs</c>, <c>verifies</c> (what it signed before) or <c>over</c>.</param>
/// <param name="Algorithm">What it signs with.</param>
public sealed record KeyState(string Id, DateTimeOffset SignsFrom, string State, string Algorithm);
