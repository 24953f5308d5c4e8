using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Credentials;
using Bartizan.Identity.Accounts;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Identity.Tests.Accounts;

/// <summary>Tokens of other servers that are bound to a key.</summary>
public sealed class BoundTokenTests
{
    private static readonly Uri Files = new("https://files.example.org/mcp?x=1#y");

    [Fact]
    public async Task Where_it_is_offered_tokens_are_bound_from_the_code_on_and_stay_so_over_renewals_and_restarts()
    {
        await using var realm = await RealmAsync();
        await realm.ConnectAsync();
        var token = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        var (one, two) = (Read(token, "nonce-1"), Read(token, null));
        Assert.Equal(("POST", "https://files.example.org/mcp", "nonce-1"), (one.Text("htm"), one.Text("htu"), one.Text("nonce")));
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token.Value!))), one.Text("ath"));
        Assert.NotEqual(one.Text("jti"), two.Text("jti"));
        Assert.Null(two.Text("nonce"));
        realm.Clock.Now += TimeSpan.FromHours(1);
        var renewed = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.NotEqual(token.Value, renewed.Value);
        // The strict server would refuse another key for the code or the refresh token.
        Assert.Equal([one.Thumbprint, one.Thumbprint], realm.Outside.Proofs.Select(p => p.Thumbprint));
        Assert.Equal(one.Thumbprint, Read(renewed, null).Thumbprint);
        var kept = (await realm.Store.Accounts.FindAsync(realm.Ada.Id, "files", default))!.Tokens!.Key!;
        foreach (var file in Directory.EnumerateFiles(realm.Folder, "*.db*", SearchOption.AllDirectories))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[open.Length];
            await open.ReadExactlyAsync(bytes);
            Assert.True(bytes.AsSpan().IndexOf(kept.AsSpan(36, 32)) < 0 && bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(kept))) < 0, file);
        }
    }

    [Fact]
    public async Task Each_connection_has_a_key_of_its_own()
    {
        await using var realm = await RealmAsync();
        await realm.ConnectAsync();
        await realm.ConnectAsync();
        Assert.Equal(2, realm.Outside.Proofs.Select(p => p.Thumbprint).Distinct().Count());
    }

    [Fact]
    public async Task A_nonce_that_is_asked_for_is_given_once_more_and_from_then_on()
    {
        await using var realm = await RealmAsync();
        realm.Outside.Nonce = "first";
        await realm.ConnectAsync();
        Assert.Equal([null, "first"], realm.Outside.Proofs.Select(p => p.Text("nonce")));
        Assert.Equal(2, realm.Outside.Proofs.Select(p => p.Text("jti")).Distinct().Count());
        realm.Clock.Now += TimeSpan.FromHours(1);
        await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.Equal([null, "first", "first"], realm.Outside.Proofs.Select(p => p.Text("nonce")));
    }

    [Fact]
    public async Task One_that_wants_another_nonce_each_time_is_asked_twice_and_no_more()
    {
        await using var realm = await RealmAsync();
        realm.Outside.Nonce = "another";
        realm.Outside.Failing = (400, """{"error":"use_dpop_nonce"}""");
        var (state, code) = realm.Outside.Allow((await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default))!);
        Assert.Null(await realm.Desk.CompleteAsync(realm.Ada.Id, AccountRealm.Session, new(state, code, realm.Outside.Issuer), default));
        Assert.Equal(2, realm.Outside.Asked.Count);
    }

    [Fact]
    public async Task A_bearer_token_never_takes_the_place_of_one_that_was_bound()
    {
        await using var realm = await RealmAsync();
        await realm.ConnectAsync();
        realm.Outside.Binds = false;
        realm.Outside.SaysBinds = false;
        realm.Clock.Now += TimeSpan.FromHours(1);
        var token = await realm.Tokens.FindAsync(realm.Ada, "files", default);
        Assert.Equal((ConnectionState.Unavailable, null), (token.State, token.Value));
        Assert.Equal(2, realm.Outside.Proofs.Count);
    }

    [Fact]
    public async Task What_was_bound_stays_bound_when_it_is_no_longer_asked_for()
    {
        await using var realm = await RealmAsync();
        await realm.ConnectAsync();
        realm.All = [realm.All[0] with { Dpop = TokenBinding.Never }];
        realm.Clock.Now += TimeSpan.FromHours(1);
        Assert.NotNull((await realm.Tokens.FindAsync(realm.Ada, "files", default)).Proofs);
        await realm.ConnectAsync();
        Assert.Null((await realm.Tokens.FindAsync(realm.Ada, "files", default)).Proofs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_it_is_required_a_token_that_is_not_bound_is_not_used_whatever_the_server_says_of_itself(bool says)
    {
        await using var realm = await RealmAsync();
        (realm.Outside.SaysBinds, realm.Outside.Binds) = (says, false);
        realm.All = [realm.All[0] with { Dpop = TokenBinding.Required }];
        var (state, code) = realm.Outside.Allow((await realm.Desk.BeginAsync(realm.Ada.Id, AccountRealm.Session, "files", default))!);
        Assert.Null(await realm.Desk.CompleteAsync(realm.Ada.Id, AccountRealm.Session, new(state, code, realm.Outside.Issuer), default));
        Assert.Single(realm.Outside.Proofs);
        Assert.Equal(ConnectionState.NotConnected, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
    }

    [Fact]
    public async Task One_that_was_had_before_it_was_required_has_to_be_connected_anew()
    {
        await using var realm = await RealmAsync();
        (realm.Outside.SaysBinds, realm.Outside.Binds) = (false, false);
        await realm.ConnectAsync();
        Assert.Null((await realm.Tokens.FindAsync(realm.Ada, "files", default)).Proofs);
        realm.All = [realm.All[0] with { Dpop = TokenBinding.Required }];
        Assert.Equal(ConnectionState.NeedsReauthorization, (await realm.Tokens.FindAsync(realm.Ada, "files", default)).State);
        Assert.Contains("not bound", Assert.Single(await realm.Desk.ListAsync(realm.Ada.Id, default)).Problem, StringComparison.Ordinal);
        realm.Outside.Binds = true;
        await realm.ConnectAsync();
        Assert.NotNull((await realm.Tokens.FindAsync(realm.Ada, "files", default)).Proofs);
    }

    [Fact]
    public void A_token_that_is_bound_to_what_was_not_shown_is_none()
    {
        var answer = Encoding.UTF8.GetBytes("""{"access_token":"a-token","token_type":"DPoP","expires_in":60}""");
        Assert.Null(OutsideAnswer.Read(200, answer, DateTimeOffset.UnixEpoch, null).Tokens);
        Assert.NotNull(OutsideAnswer.Read(200, answer, DateTimeOffset.UnixEpoch, null, [1]).Tokens!.Key);
    }

    [Fact]
    public async Task The_gateways_own_tokens_are_bound_too_and_no_two_to_one_key()
    {
        await using var realm = await RealmAsync();
        realm.All = [realm.All[0] with { Grant = AccountGrant.ClientCredentials }];
        var first = await realm.Tokens.FindAsync(null, "files", default);
        Assert.Equal("https://files.example.org/mcp", Read(first, null).Text("htu"));
        realm.All = [realm.All[0] with { Dpop = TokenBinding.Never }];
        Assert.Null((await realm.Tokens.FindAsync(null, "files", default)).Proofs);
        realm.All = [realm.All[0] with { Dpop = TokenBinding.Required }];
        Assert.NotEqual(Read(first, null).Thumbprint, Read(await realm.Tokens.FindAsync(null, "files", default), null).Thumbprint);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("", null)]
    [InlineData("a b", null)]
    [InlineData("a\"", null)]
    [InlineData("é", null)]
    public void Only_what_a_proof_can_carry_is_a_nonce(string header, string? nonce)
    {
        Assert.Equal(nonce, ITokenProofs.NonceOf([header]));
        Assert.Null(ITokenProofs.NonceOf([header, header]));
        Assert.Null(ITokenProofs.NonceOf([]));
        Assert.Null(ITokenProofs.NonceOf([new string('a', ITokenProofs.LongestNonce + 1)]));
    }

    private static ShownProof Read(AccountToken token, string? nonce) =>
        ShownProof.Read(new UpstreamRequest("POST /mcp HTTP/1.1", new Dictionary<string, string> { ["DPoP"] = token.Proofs!.Prove("POST", Files, nonce) }, ""))!;

    private static async Task<AccountRealm> RealmAsync()
    {
        var realm = await AccountRealm.CreateAsync();
        (realm.Outside.SaysBinds, realm.Outside.Binds) = (true, true);
        return realm;
    }
}
