using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Authorizing;

public class RefreshTokenTests
{
    [Fact]
    public async Task Each_refresh_token_is_good_once_and_a_second_use_ends_the_family()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var agent = await realm.AddAsync("agent");
        var first = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, await realm.AddPersonAsync("ada")));
        var second = await realm.RenewAsync(agent, first.Refresh!);
        var third = await realm.RenewAsync(agent, second.Refresh!);
        Assert.True(realm.Counts(first.Token) && realm.Counts(third.Token));
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, first.Refresh!)).Error);
        await realm.RefreshAsync();
        Assert.False(realm.Counts(first.Token) || realm.Counts(second.Token) || realm.Counts(third.Token));
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, third.Refresh!)).Error);
    }

    [Fact]
    public async Task It_ends_when_it_was_to_end_however_often_it_is_renewed()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var agent = await realm.AddAsync("agent");
        var reply = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, await realm.AddPersonAsync("ada")));
        for (var i = 0; i < 7; i++)
        {
            await realm.AdvanceAsync(TimeSpan.FromHours(1));
            reply = await realm.RenewAsync(agent, reply.Refresh!);
            Assert.Equal(200, reply.Status);
        }

        await realm.AdvanceAsync(TimeSpan.FromMinutes(59));
        reply = await realm.RenewAsync(agent, reply.Refresh!);
        Assert.True(reply.Json.GetProperty("expires_in").GetInt32() <= 120);
        await realm.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, reply.Refresh!)).Error);
    }

    [Fact]
    public async Task Taking_consent_back_ends_all_that_came_of_it_and_asks_again()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, bob) = (await realm.AddPersonAsync("ada"), await realm.AddPersonAsync("bob"));
        var agent = await realm.AddAsync("agent");
        var mine = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada));
        var his = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, bob));
        var (connected, _, consents) = Assert.Single(await realm.Desk.ConnectedAsync(ada.Id, default));
        Assert.Equal((agent.Id, 1), (connected.Id, consents.Count));
        var again = await realm.QuestionAsync(agent);
        Assert.True((await realm.Desk.FindAsync(again, ada.Id, default))!.Remembered);
        Assert.True(await realm.Desk.DisconnectAsync(ada.Id, agent.Id, default));
        Assert.False(await realm.Desk.DisconnectAsync(ada.Id, agent.Id, default));
        await realm.RefreshAsync();
        Assert.Equal((false, true), (realm.Counts(mine.Token), realm.Counts(his.Token)));
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, mine.Refresh!)).Error);
        Assert.Equal(200, (await realm.RenewAsync(agent, his.Refresh!)).Status);
        Assert.False((await realm.Desk.FindAsync(again, ada.Id, default))!.Remembered);
        Assert.Contains("identity.consent-revoked", await realm.EventsAsync());
    }

    [Fact]
    public async Task Nobody_is_asked_twice_for_the_same_and_everybody_for_more()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, bob) = (await realm.AddPersonAsync("ada"), await realm.AddPersonAsync("bob"));
        var agent = await realm.AddAsync("agent", w => w with { Resources = ["/", "https://api.example"] });
        (string, string?) here = ("resource", Realm.Origin);
        await realm.CodeAsync(agent, ada, here, ("authorization_details", """[{"type":"bartizan_use","models":["gpt-*"]}]"""));
        async Task<bool> RememberedAsync(string person, params (string, string?)[] changes) =>
            (await realm.Desk.FindAsync(await realm.QuestionAsync(agent, changes), person, default))!.Remembered;
        (string, string?) narrow = ("authorization_details", """[{"type":"bartizan_use","models":["gpt-4o"]}]""");
        Assert.True(await RememberedAsync(ada.Id, here, narrow));
        Assert.False(await RememberedAsync(bob.Id, here, narrow));
        Assert.False(await RememberedAsync(ada.Id, here));
        Assert.False(await RememberedAsync(ada.Id, here, narrow, ("scope", "read write")));
        Assert.False(await RememberedAsync(ada.Id, here, narrow, ("prompt", "consent")));
        Assert.False(await RememberedAsync(ada.Id, ("resource", "https://api.example"), narrow));
        var app = await realm.AddAsync("app", w => w with { Redirects = ["http://127.0.0.1/cb"] }, open: true);
        await realm.CodeAsync(app, ada, ("redirect_uri", "http://127.0.0.1:5/cb"));
        Assert.False((await realm.Desk.FindAsync(await realm.QuestionAsync(app, ("redirect_uri", "http://127.0.0.1:6/cb")), ada.Id, default))!.Remembered);
    }

    [Fact]
    public async Task A_public_clients_refresh_tokens_are_bound_to_the_key_of_the_first_proof()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var app = await realm.AddAsync("app", open: true);
        var code = await realm.CodeAsync(app, await realm.AddPersonAsync("ada"));
        using ProofKey key = new(), thief = new();
        async Task<WebReply> SendAsync(ProofKey with, string form)
        {
            var nonce = realm.Get<Identity.Proofs.ProofNonces>().Create();
            return await realm.SendAsync("POST", Issuer.TokenPath, $"client_id={app.Id}&{form}", null, ("DPoP", with.Make(realm.Clock.Now, nonce)));
        }

        var first = await SendAsync(key, $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(PeopleRealm.Redirect)}&code_verifier={PeopleRealm.Verifier}");
        Assert.True(first.Status == 200, first.Body);
        Assert.Equal("DPoP", first.Json.GetProperty("token_type").GetString());
        var renew = $"grant_type=refresh_token&refresh_token={first.Refresh}";
        Assert.Equal("invalid_dpop_proof", (await realm.RenewAsync(app, first.Refresh!)).Error);
        Assert.Equal("invalid_dpop_proof", (await SendAsync(thief, renew)).Error);
        Assert.Equal(200, (await SendAsync(key, renew)).Status);
    }

    [Fact]
    public async Task A_code_asked_for_with_a_key_needs_that_key()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        using var key = new ProofKey();
        var agent = await realm.AddAsync("agent");
        var code = await realm.CodeAsync(agent, await realm.AddPersonAsync("ada"), ("dpop_jkt", key.Thumbprint));
        Assert.Equal("invalid_dpop_proof", (await realm.RedeemAsync(agent, code)).Error);
    }

    [Fact]
    public async Task A_public_client_can_do_nothing_alone()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var app = await realm.AddAsync("app", open: true);
        var reply = await realm.RedeemAsync(app, await realm.CodeAsync(app, await realm.AddPersonAsync("ada")));
        Assert.Equal("unauthorized_client", (await realm.PostAsync(Issuer.TokenPath, app, ("grant_type", "client_credentials"))).Error);
        Assert.Equal("unauthorized_client", (await realm.ExchangeAsync(app, reply.Token)).Error);
        Assert.Equal("invalid_client", (await realm.PostAsync(Issuer.IntrospectionPath, app, ("token", reply.Token))).Error);
        Assert.Equal(200, (await realm.PostAsync(Issuer.RevocationPath, app, ("token", reply.Refresh!))).Status);
        Assert.False(realm.Counts(reply.Token));
    }

    [Fact]
    public async Task A_refresh_token_is_of_no_use_to_another_client()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (agent, thief) = (await realm.AddAsync("agent"), await realm.AddAsync("thief"));
        var reply = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, await realm.AddPersonAsync("ada")));
        Assert.Equal("invalid_grant", (await realm.RenewAsync(thief, reply.Refresh!)).Error);
        Assert.Equal(200, (await realm.PostAsync(Issuer.RevocationPath, thief, ("token", reply.Refresh!))).Status);
        Assert.Equal("invalid_scope", (await realm.RenewAsync(agent, reply.Refresh!, ("scope", "read write"))).Error);
        Assert.Equal(200, (await realm.RenewAsync(agent, reply.Refresh!)).Status);
    }

    [Fact]
    public async Task Without_being_registered_for_it_or_asking_there_is_none()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent", w => w with { Grants = ["authorization_code"] });
        var reply = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada, ("scope", "read offline_access")));
        Assert.Null(reply.Refresh);
        Assert.Equal("read", reply.Json.GetProperty("scope").GetString());
    }
}
