using System.Security.Cryptography;
using System.Text;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tests.Support;
using Bartizan.Testing;

namespace Bartizan.Identity.Tests.Attesting;

public sealed class IssuerKeysTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ManualClock _clock = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Keys_are_read_once_for_ten_minutes_and_for_unknown_ones_at_most_every_thirty_seconds()
    {
        var (reads, set) = (0, Set("a"));
        var keys = new SharedReading<JsonWebKeySet>(() => Task.FromResult<JsonWebKeySet?>(Count(ref reads, set)), _clock);
        Assert.NotNull(await FindAsync(keys, "a", default));
        Assert.NotNull(await FindAsync(keys, "a", default));
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(await FindAsync(keys, $"unknown-{i}", default));
        }

        Assert.Equal(1, reads);
        (set, _clock.Now) = (Set("a", "b"), _clock.Now + SharedReading<JsonWebKeySet>.RestAfterLack);
        Assert.NotNull(await FindAsync(keys, "b", default));
        Assert.Equal(2, reads);
        (set, _clock.Now) = (Set("b"), _clock.Now + SharedReading<JsonWebKeySet>.Fresh);
        Assert.Null(await FindAsync(keys, "a", default));
        Assert.Equal(3, reads);
    }

    [Fact]
    public async Task What_cannot_be_read_again_counts_for_an_hour()
    {
        var set = Set("a");
        var keys = new SharedReading<JsonWebKeySet>(() => Task.FromResult(set), _clock);
        Assert.NotNull(await FindAsync(keys, "a", default));
        (set, _clock.Now) = (null, _clock.Now + TimeSpan.FromMinutes(59));
        Assert.NotNull(await FindAsync(keys, "a", default));
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.Null(await FindAsync(keys, "a", default));
    }

    [Fact]
    public async Task However_many_ask_one_reads_and_who_goes_away_does_not_stop_it()
    {
        var (reads, reading) = (0, new TaskCompletionSource<JsonWebKeySet?>());
        var keys = new SharedReading<JsonWebKeySet>(
            () =>
            {
                Interlocked.Increment(ref reads);
                return reading.Task;
            },
            _clock);
        using var impatient = new CancellationTokenSource();
        var first = FindAsync(keys, "a", impatient.Token).AsTask();
        var others = Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await FindAsync(keys, "a", default))).ToList();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        reading.SetResult(Set("a"));
        Assert.All(await Task.WhenAll(others), Assert.NotNull);
        Assert.Equal(1, reads);
    }

    [Fact]
    public void Of_published_keys_those_are_taken_that_can_be_used_and_no_other()
    {
        using var rsa = RSA.Create(2048);
        var modulus = Base64UrlText.Encode(rsa.ExportParameters(false).Modulus);
        string Rsa(string more) => $$"""{"kty":"RSA","n":"{{modulus}}","e":"AQAB"{{more}}}""";
        JsonWebKeySet? Parse(string use, string[] algorithms, params string[] keys) => JsonWebKeySet.ParsePublished(Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys)}}]}"""), use, algorithms);
        var ec = Realm.Jwk(_key, ",\"kid\":\"e\"");
        var usual = Parse("sig", ["RS256", "ES256"], ec, Rsa(",\"kid\":\"r\""), Rsa(",\"kid\":\"p\",\"alg\":\"PS256\""), Rsa(",\"kid\":\"u\",\"use\":\"enc\""), """{"kty":"OKP","kid":"o"}""", """{"kty":"oct","kid":"s","k":"AAAA"}""");
        Assert.Equal(("ES256", "RS256"), (usual!.Find("e")!.Algorithm, usual.Find("r")!.Algorithm));
        Assert.All(["p", "u", "o", "s"], id => Assert.Null(usual.Find(id)));
        Assert.Null(Parse("sig", ["RS256", "PS256"], Rsa(",\"kid\":\"r\""))!.Find("r"));
        Assert.Equal("PS256", Parse("sig", ["PS256"], Rsa(",\"kid\":\"r\""))!.Find("r")!.Algorithm);
        Assert.Null(Parse("sig", ["RS256"], ec)!.Find("e"));
        Assert.NotNull(Parse("jwt-svid", ["ES256"], Realm.Jwk(_key, ",\"kid\":\"e\",\"use\":\"jwt-svid\""))!.Find("e"));
        Assert.Null(Parse("jwt-svid", ["ES256"], Realm.Jwk(_key, ",\"kid\":\"e\",\"use\":\"x509-svid\""))!.Find("e"));
        Assert.Null(Parse("sig", ["ES256"], ec, ec));
        Assert.Null(Parse("sig", ["ES256"], [.. Enumerable.Repeat("{}", 65)]));
        Assert.Null(JsonWebKeySet.ParsePublished("[]"u8, "sig", ["ES256"]));
    }

    private static async ValueTask<JsonWebKey?> FindAsync(SharedReading<JsonWebKeySet> keys, string id, CancellationToken cancellationToken) =>
        (await keys.GetAsync(k => k.Find(id) is not null, cancellationToken))?.Find(id);

    private JsonWebKeySet? Set(params string[] ids) => JsonWebKeySet.ParsePublished(
        Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', ids.Select(id => Realm.Jwk(_key, $",\"kid\":\"{id}\"")))}}]}"""), "sig", ["ES256"]);

    private static JsonWebKeySet? Count(ref int reads, JsonWebKeySet? set)
    {
        reads++;
        return set;
    }
}
