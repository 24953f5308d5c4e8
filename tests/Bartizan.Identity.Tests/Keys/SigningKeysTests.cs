using Bartizan.Identity.Jose;
using Bartizan.Identity.Keys;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Keys;

public class SigningKeysTests
{
    [Fact]
    public async Task Keys_for_signals_are_made_and_rotated_beside_the_others_and_sign_no_access_token()
    {
        var folder = Directory.CreateTempSubdirectory("bartizan-keys-").FullName;
        try
        {
            var clock = new Testing.ManualClock();
            await using var store = await Bartizan.Storage.BartizanStore.OpenAsync(new() { DataFolder = folder }, clock, new Bartizan.Core.Ids.SortableIdSource(clock), default);
            var keys = new SigningKeys(store.Identity, clock);
            await keys.EnsureAsync(default);
            Assert.Equal(["ES256"], (await keys.ListAsync(default)).Select(k => k.Algorithm));
            await keys.EnsureAsync(default, signals: true);
            await keys.EnsureAsync(default, signals: true);
            clock.Now += TimeSpan.FromSeconds(1);
            await keys.RotateAsync(default);
            Assert.Equal(["ES256 next", "ES256 signs", "RS256 next", "RS256 signs"], (await keys.ListAsync(default)).Select(k => $"{k.Algorithm} {k.State}").Order(StringComparer.Ordinal));
            var ring = new KeyRing(await store.Identity.KeysAsync(default));
            Assert.Equal(4, ring.Published(clock.Now).Count());
            var signer = ring.Signing(clock.Now, "RS256")!;
            var token = Jws.Parse(signer.Sign("secevent+jwt", "{}"u8), 4_096)!;
            Assert.Equal("RS256", token.Algorithm);
            var read = JsonWebKeySet.ParsePublished(Published(ring, clock.Now), "sig", ["RS256"])!;
            Assert.True(token.IsSignedBy(read.Find(token.KeyId)!));
            Assert.Null(ring.Find(signer.Public.Id, clock.Now));
            Assert.Equal("ES256", ring.Signing(clock.Now)!.Public.Algorithm);
            await keys.ReplaceAsync(default);
            Assert.Equal(["ES256 signs", "RS256 signs"], (await keys.ListAsync(default)).Select(k => $"{k.Algorithm} {k.State}").Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static byte[] Published(KeyRing ring, DateTimeOffset now)
        {
            var bytes = new System.Buffers.ArrayBufferWriter<byte>();
            using (var json = new System.Text.Json.Utf8JsonWriter(bytes))
            {
                json.WriteStartObject();
                json.WriteStartArray("keys");
                foreach (var key in ring.Published(now))
                {
                    key.Write(json);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            return bytes.WrittenSpan.ToArray();
        }
    }

    [Fact]
    public async Task A_new_key_is_published_before_it_signs_and_the_old_one_after()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing");
        var keys = realm.Get<SigningKeys>();
        var first = Assert.Single(await PublishedAsync(realm));
        var old = await realm.TokenAsync(agent);
        var next = (await keys.RotateAsync(default)).Id;
        await realm.AdvanceAsync(TimeSpan.FromMinutes(4));
        Assert.Equal([first, next], await PublishedAsync(realm));
        Assert.Equal(first, await SignedByAsync(realm, agent));
        await realm.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.NotNull(realm.Get<AccessTokenReader>().Read(old));
        var last = await realm.TokenAsync(agent);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(next, await SignedByAsync(realm, agent));
        await realm.AdvanceAsync(TimeSpan.FromSeconds(290));
        Assert.NotNull(realm.Get<AccessTokenReader>().Read(last));
        await realm.AdvanceAsync(TimeSpan.FromMinutes(6));
        Assert.Equal([next], await PublishedAsync(realm));
        Assert.Equal(["over", "signs"], (await keys.ListAsync(default)).Select(k => k.State));
    }

    [Fact]
    public async Task Replacing_ends_every_token_at_once()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing");
        var token = await realm.TokenAsync(agent);
        Assert.NotNull(realm.Get<AccessTokenReader>().Read(token));
        var key = await realm.Get<SigningKeys>().ReplaceAsync(default);
        await realm.RefreshAsync();
        Assert.Null(realm.Get<AccessTokenReader>().Read(token));
        Assert.Equal([key.Id], await PublishedAsync(realm));
        Assert.Equal(key.Id, await SignedByAsync(realm, agent));
    }

    private static async Task<string[]> PublishedAsync(Realm realm) =>
        [.. (await realm.SendAsync(Issuer.KeysPath, "", [], "GET")).Json.GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()!)];

    private static async Task<string> SignedByAsync(Realm realm, TestClient agent) =>
        System.Text.Json.JsonDocument.Parse(Bartizan.Identity.Jose.Base64UrlText.Decode((await realm.TokenAsync(agent)).Split('.')[0])!).RootElement.GetProperty("kid").GetString()!;
}
