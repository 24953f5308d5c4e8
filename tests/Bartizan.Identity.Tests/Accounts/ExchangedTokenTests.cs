using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Core.Credentials;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Federation;
using Bartizan.Storage.Accounts;

namespace Bartizan.Identity.Tests.Accounts;

/// <summary>Tokens that are had for people because their identity provider says so.</summary>
public sealed class ExchangedTokenTests
{
    [Fact]
    public async Task What_the_provider_gave_is_exchanged_there_and_its_word_here()
    {
        await using var site = await SiteAsync();
        Assert.Equal(ConnectionState.SignInNeeded, (await site.FindAsync()).State);
        await site.SignInAsync();
        var token = await site.FindAsync();
        Assert.Equal(ConnectionState.Connected, token.State);
        var asked = Assert.Single(site.Provider.Asked);
        Assert.Equal(
            ("urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:token-type:id-jag", "urn:ietf:params:oauth:token-type:id_token", "the-id-token-1", "https://files.example.org/mcp", "read write"),
            (asked["grant_type"], asked["requested_token_type"], asked["subject_token_type"], asked["subject_token"], asked["resource"], asked["scope"]));
        Assert.Equal(site.Realm.Outside.Issuer, asked["audience"]);
        Assert.Equal("Basic " + Convert.ToBase64String("bartizan-there:the-secret-there"u8), asked["authorization"]);
        var shown = Assert.Single(site.Realm.Outside.Asked);
        Assert.Equal(("urn:ietf:params:oauth:grant-type:jwt-bearer", site.Provider.Given), (shown["grant_type"], shown["assertion"]));
        Assert.False(shown.ContainsKey("scope"));
        Assert.Equal(token.Value, (await site.FindAsync()).Value);
        Assert.Single(site.Provider.Asked);
        Assert.Single(await site.Realm.Store.Events.ReadAsync(0, 100, default), e => e.Event.Kind == "account.exchanged");
        Assert.Equal(ConnectionState.SignInNeeded, (await site.Realm.Tokens.FindAsync(new("acc_eve", "eve", []), "files", default)).State);
        Assert.Equal(ConnectionState.NotConnected, (await site.Realm.Tokens.FindAsync(null, "files", default)).State);
        Assert.Empty(await site.Realm.Desk.ListAsync("acc_ada", default));
    }

    [Fact]
    public async Task It_is_sealed_and_goes_with_the_session_whoever_ends_that()
    {
        await using var site = await SiteAsync();
        var session = await site.SignInAsync();
        Assert.Equal(ConnectionState.Connected, (await site.FindAsync()).State);
        foreach (var file in Directory.EnumerateFiles(site.Realm.Folder, "*.db*", SearchOption.AllDirectories))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[open.Length];
            await open.ReadExactlyAsync(bytes);
            Assert.True(bytes.AsSpan().IndexOf("the-id-token"u8) < 0, file);
        }

        await site.Realm.Store.Console.EndSessionAsync(session, default);
        Assert.Equal((ConnectionState.SignInNeeded, null), await site.StateAsync());

        // In again, with a word of its own: what was had before is not used again.
        await site.SignInAsync("the-id-token-2");
        Assert.Equal(ConnectionState.Connected, (await site.FindAsync()).State);
        Assert.Equal(["the-id-token-1", "the-id-token-2"], site.Provider.Asked.Select(a => a["subject_token"]));
        await site.Realm.Store.Console.EndSessionsOfAsync(site.Provider.Issuer, null, "sid-1", default);
        Assert.Equal((ConnectionState.SignInNeeded, null), await site.StateAsync());
        await site.SignInAsync("the-id-token-3");
        await site.Realm.Store.Console.EndSessionsAsync("acc_ada", null, default);
        Assert.Equal((ConnectionState.SignInNeeded, null), await site.StateAsync());
    }

    [Fact]
    public async Task After_a_kill_switch_on_the_person_nothing_of_before_acts_for_them()
    {
        await using var site = await SiteAsync();
        await site.SignInAsync();
        Assert.Equal(ConnectionState.Connected, (await site.FindAsync()).State);
        var target = new KillTarget(KillKind.User, "acc_ada");
        await site.Realm.Store.Standing.ThrowAsync(target, "a test", "maria", TimeProvider.System.GetUtcNow(), default);
        Assert.Equal((ConnectionState.SignInNeeded, null), await site.StateAsync());
        await site.Realm.Store.Standing.LiftAsync(target, "a test", "maria", TimeProvider.System.GetUtcNow(), default);
        Assert.Equal((ConnectionState.SignInNeeded, null), await site.StateAsync());
        await site.SignInAsync("the-id-token-2");
        Assert.Equal(ConnectionState.Connected, (await site.FindAsync()).State);
    }

    [Fact]
    public async Task Once_what_the_provider_gave_has_ended_the_token_lives_out_its_life_and_no_other_is_had()
    {
        await using var site = await SiteAsync();
        await site.SignInAsync();
        var token = await site.FindAsync();
        site.Realm.Clock.Now += TimeSpan.FromMinutes(30);
        Assert.Equal(token.Value, (await site.FindAsync()).Value);
        site.Realm.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal((ConnectionState.SignInNeeded, null), await site.StateAsync());
        Assert.Single(site.Provider.Asked);
    }

    [Theory]
    [InlineData("iss", "https://evil.example")]
    [InlineData("aud", "https://other.example")]
    [InlineData("client_id", "somebody-else")]
    [InlineData("resource", "https://other.example/mcp")]
    [InlineData("scope", "read write admin")]
    [InlineData("exp", null)]
    [InlineData("client_id", null)]
    public async Task A_word_that_is_not_what_was_asked_for_is_shown_to_nobody(string claim, string? value)
    {
        await using var site = await SiteAsync();
        site.Provider.Spoil = (_, claims, _) => claims[claim] = value is null ? null : JsonValue.Create(value);
        await RefusedAsync(site);
    }

    [Fact]
    public async Task Neither_is_another_kind_of_token_nor_one_for_several()
    {
        foreach (var spoil in new Action<JsonObject, JsonObject, JsonObject>[]
        {
            (header, _, _) => header["typ"] = "at+jwt",
            (header, _, _) => header.Remove("typ"),
            (_, claims, _) => claims["aud"] = new JsonArray(claims["aud"]!.GetValue<string>(), "https://other.example"),
            (_, claims, _) => claims["exp"] = 1,
            (_, _, answer) => answer["issued_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
            (_, _, answer) => answer["access_token"] = "no token",
            (_, _, answer) => answer["access_token"] = new string('a', 20_000),
        })
        {
            await using var site = await SiteAsync();
            site.Provider.Spoil = spoil;
            await RefusedAsync(site);
        }
    }

    [Fact]
    public async Task A_provider_that_refuses_is_not_asked_with_every_call()
    {
        await using var site = await SiteAsync();
        site.Provider.Status = 400;
        await RefusedAsync(site);
        await RefusedAsync(site, signIn: false);
    }

    [Fact]
    public async Task One_that_is_not_configured_for_it_is_asked_for_nothing()
    {
        await using var provider = new ExchangingProvider();
        await using var site = await SiteAsync(provider.Options with { Exchanges = false });
        await site.SignInAsync();
        Assert.Equal((ConnectionState.SignInNeeded, null), await site.StateAsync());
    }

    [Fact]
    public async Task However_many_call_one_question_is_put_and_who_signs_out_meanwhile_gets_nothing()
    {
        await using var site = await SiteAsync();
        var session = await site.SignInAsync();
        site.Realm.Outside.Slowness = TimeSpan.FromMilliseconds(300);
        var calls = Enumerable.Range(0, 20).Select(_ => Task.Run(site.StateAsync)).ToList();
        while (site.Provider.Asked.IsEmpty)
        {
            await Task.Delay(5);
        }

        await site.Realm.Store.Console.EndSessionAsync(session, default);
        Assert.All(await Task.WhenAll(calls), c => Assert.Equal((ConnectionState.SignInNeeded, null), c));
        Assert.Single(site.Provider.Asked);
    }

    [Fact]
    public async Task What_the_platform_gives_acts_for_all_who_call_and_is_read_each_time()
    {
        await using var site = await SiteAsync();
        var reads = 0;
        site.Realm.All = [site.Realm.All[0] with { Assertion = () => $"of-the-platform-{++reads}" }];
        Assert.Equal(ConnectionState.Connected, (await site.Realm.Tokens.FindAsync(null, "files", default)).State);
        Assert.Equal("of-the-platform-1", Assert.Single(site.Provider.Asked)["subject_token"]);
    }

    private static async Task RefusedAsync(Site site, bool signIn = true)
    {
        if (signIn)
        {
            await site.SignInAsync();
        }

        Assert.Equal((ConnectionState.Unavailable, null), await site.StateAsync());
        Assert.Single(site.Provider.Asked);
        Assert.Empty(site.Realm.Outside.Asked);
    }

    private static async Task<Site> SiteAsync(ProviderOptions? options = null)
    {
        var provider = new ExchangingProvider();
        var realm = await AccountRealm.CreateAsync(null, new SignInOptions { Providers = [options ?? provider.Options] });
        realm.Clock.Now = TimeProvider.System.GetUtcNow();
        realm.All = [realm.All[0] with { Grant = AccountGrant.IdentityAssertion, Provider = "staff" }];
        var account = new Account { Id = "acc_ada", Name = "ada", Roles = ["analyst"], Created = realm.Clock.Now };
        Assert.True(await realm.Store.Console.AddFromProviderAsync(account, new() { Id = "idn_1", Issuer = provider.Issuer, Subject = "ada-7", Account = "acc_ada", Linked = realm.Clock.Now }, default));
        return new(realm, provider);
    }

    private sealed record Site(AccountRealm Realm, ExchangingProvider Provider) : IAsyncDisposable
    {
        public async Task<byte[]> SignInAsync(string token = "the-id-token-1")
        {
            var (hash, now) = (SHA256.HashData(Encoding.UTF8.GetBytes(token)), TimeProvider.System.GetUtcNow());
            Assert.True(await Realm.Store.Console.AddSessionAsync(
                new Session
                {
                    TokenHash = hash,
                    Account = "acc_ada",
                    Created = now,
                    Expires = now.AddHours(12),
                    LastSeen = now,
                    Identity = new(Provider.Issuer, "ada-7", "sid-1"),
                    Subject = new(hash, token, Realm.Clock.Now.AddMinutes(20)),
                },
                null,
                default));
            return hash;
        }

        public async Task<AccountToken> FindAsync() => await Realm.Tokens.FindAsync(Realm.Ada, "files", default);

        public async Task<(ConnectionState, string?)> StateAsync()
        {
            var token = await FindAsync();
            return (token.State, token.Value);
        }

        public async ValueTask DisposeAsync()
        {
            await Realm.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}
