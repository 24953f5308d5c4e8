using Bartizan.Identity.Keys;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Keys;

public class SigningKeysTests
{
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
