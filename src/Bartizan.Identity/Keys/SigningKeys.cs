using System.Security.Cryptography;
using Bartizan.Core.Identity;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Keys;

/// <summary>Makes and rotates signing keys.</summary>
public sealed class SigningKeys(IIdentityStore store, TimeProvider clock)
{
    /// <summary>Makes the first key where there is none.</summary>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if ((await store.KeysAsync(cancellationToken)).Count == 0)
        {
            var now = clock.GetUtcNow();
            await store.AddKeyAsync(Create(now), onlyFirst: true, endOthers: false, now, cancellationToken);
        }
    }

    /// <summary>Adds a key that is published at once and signs five minutes from now; tokens signed before keep working until they end.</summary>
    public async ValueTask<SigningKey> RotateAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = Create(now + KeyRing.Lead);
        await store.AddKeyAsync(key, onlyFirst: false, endOthers: false, now, cancellationToken);
        return key;
    }

    /// <summary>Ends all keys at once, with every token that they signed, and adds one that signs from now: for a key that became known.</summary>
    public async ValueTask<SigningKey> ReplaceAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = Create(now);
        await store.AddKeyAsync(key, onlyFirst: false, endOthers: true, now, cancellationToken);
        return key;
    }

    /// <summary>Keys that were not ended, the oldest first, with what each does now.</summary>
    public async ValueTask<IReadOnlyList<KeyState>> ListAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keys = await store.KeysAsync(cancellationToken);
        var ring = new KeyRing(keys);
        var signing = ring.Signing(now)?.Public.Id;
        return [.. keys.Select(k => new KeyState(
            k.Id,
            k.SignsFrom,
            k.Id == signing ? "signs" : ring.Find(k.Id, now) is null ? "over" : k.SignsFrom > now ? "next" : "verifies"))];
    }

    private static SigningKey Create(DateTimeOffset from)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey(JsonWebKey.Of(key).Thumbprint, key.ExportPkcs8PrivateKey(), from, null);
    }
}

/// <summary>A signing key as people see it.</summary>
/// <param name="Id">Its <c>kid</c>: the RFC 7638 thumbprint.</param>
/// <param name="SignsFrom">When it begins to sign.</param>
/// <param name="State"><c>next</c>, <c>signs</c>, <c>verifies</c> (what it signed before) or <c>over</c>.</param>
public sealed record KeyState(string Id, DateTimeOffset SignsFrom, string State);
