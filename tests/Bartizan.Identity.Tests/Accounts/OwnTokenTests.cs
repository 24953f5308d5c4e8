using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Credentials;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Tests.Accounts;

/// <summary>Tokens that Bartizan has at other servers for itself.</summary>
public sealed class OwnTokenTests
{
    [Fact]
    public async Task However_many_ask_one_question_is_put_and_the_token_is_had_anew_before_it_ends()
    {
        await using var realm = await RealmAsync();
        realm.Outside.Slowness = TimeSpan.FromMilliseconds(200);
        var tokens = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await realm.Tokens.FindAsync(null, "files", default))));
        var asked = Assert.Single(realm.Outside.Asked);
        Assert.Equal(("client_credentials", "https://files.example.org/mcp", "read write"), (asked["grant_type"], asked["resource"], asked["scope"]));
        Assert.Single(tokens.Select(t => t.Value).Distinct());
        realm.Clock.Now += TimeSpan.FromHours(1) - TimeSpan.FromSeconds(10);
        Assert.NotEqual(tokens[0].Value, (await realm.Tokens.FindAsync(null, "files", default)).Value);
        Assert.Equal(2, realm.Outside.Asked.Count);
        // They are nobody's account: no person sees them, and nobody's token is one.
        Assert.Empty(await realm.Desk.ListAsync(realm.Ada.Id, default));
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        Assert.Null(await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default));
    }

    [Fact]
    public async Task A_token_that_was_refused_is_had_anew_but_not_again_and_again()
    {
        await using var realm = await RealmAsync();
        var first = await realm.Tokens.FindAsync(null, "files", default);
        await realm.Tokens.RefusedAsync(null, "files", first, default);
        var second = await realm.Tokens.FindAsync(null, "files", default);
        Assert.NotEqual(first.Value, second.Value);
        await realm.Tokens.RefusedAsync(null, "files", second, default);
        Assert.Equal(ConnectionState.Unavailable, (await realm.Tokens.FindAsync(null, "files", default)).State);
        Assert.Equal(2, realm.Outside.Asked.Count);
        realm.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(ConnectionState.Connected, (await realm.Tokens.FindAsync(null, "files", default)).State);
        Assert.False(await realm.Tokens.InsufficientAsync(null, "files", second, ["admin"], default));
    }

    [Fact]
    public async Task A_refusal_is_not_answered_by_asking_again()
    {
        await using var realm = await RealmAsync();
        realm.Outside.Failing = (400, """{"error":"unauthorized_client"}""");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(ConnectionState.Unavailable, (await realm.Tokens.FindAsync(null, "files", default)).State);
        }

        Assert.Single(realm.Outside.Asked);
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(null, "unknown", default)).State);
    }

    [Fact]
    public async Task What_was_had_for_one_address_goes_to_no_other()
    {
        await using var realm = await RealmAsync();
        var first = await realm.Tokens.FindAsync(null, "files", default);
        realm.All = [realm.All[0] with { Address = new Uri("https://other.example/mcp") }];
        Assert.NotEqual(first.Value, (await realm.Tokens.FindAsync(null, "files", default)).Value);
        realm.All = [realm.All[0] with { Grant = AccountGrant.AuthorizationCode }];
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(null, "files", default)).State);
    }

    [Fact]
    public async Task An_assertion_is_read_each_time_and_shown_to_the_issuer_that_was_named()
    {
        await using var realm = await RealmAsync();
        var reads = 0;
        realm.All = [realm.All[0] with { Grant = AccountGrant.JwtBearer, Assertion = () => $"assertion-{++reads}" }];
        await realm.Tokens.FindAsync(null, "files", default);
        realm.Clock.Now += TimeSpan.FromHours(2);
        await realm.Tokens.FindAsync(null, "files", default);
        Assert.Equal(["assertion-1", "assertion-2"], realm.Outside.Asked.Select(a => a["assertion"]));
        Assert.All(realm.Outside.Asked, a => Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", a["grant_type"]));
        realm.All = [realm.All[0] with { Assertion = () => null }];
        realm.Clock.Now += TimeSpan.FromHours(2);
        Assert.Equal(ConnectionState.Unavailable, (await realm.Tokens.FindAsync(null, "files", default)).State);
        Assert.Equal(2, realm.Outside.Asked.Count);
    }

    [Fact]
    public void A_client_with_a_key_signs_for_its_issuer_alone_anew_each_time()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var clock = new Testing.ManualClock();
        var proof = Outbound.ClientProof.Signed("client", new JwsSigner(key.ExportPkcs8PrivateKey()), "https://login.example", clock);
        var (one, two) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        Assert.Null(proof.AddTo(one));
        Assert.Null(proof.AddTo(two));
        Assert.NotEqual(one["client_assertion"], two["client_assertion"]);
        var claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(one["client_assertion"].Split('.')[1]));
        Assert.Contains("\"iss\":\"client\",\"sub\":\"client\",\"aud\":\"https://login.example\"", claims, StringComparison.Ordinal);
        Assert.Equal("client", proof.ToString());
    }

    private static async Task<AccountRealm> RealmAsync()
    {
        var realm = await AccountRealm.CreateAsync();
        realm.All = [realm.All[0] with { Grant = AccountGrant.ClientCredentials }];
        return realm;
    }
}
