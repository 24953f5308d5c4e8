using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;
using Bartizan.Identity.Backchannel;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Backchannel;

/// <summary>OpenID Connect CIBA Core 1.0 in poll mode: a person is asked without a browser, answers, and the token is fetched once, by the client that asked.</summary>
public class BackchannelTests
{
    private const string Grant = "urn:openid:params:grant-type:ciba";

    [Fact]
    public async Task A_person_is_asked_answers_and_the_client_has_a_token_for_just_that()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, agent) = (await realm.AddPersonAsync("ada"), await AgentAsync(realm));
        var asked = await AskAsync(realm, agent, ("login_hint", "Ada"), ("binding_message", "W4SCT"), ("authorization_details", """[{"type":"bartizan_use","tools":["bank/pay"]}]"""));
        Assert.Equal((200, 300, 5), (asked.Status, asked.Json.GetProperty("expires_in").GetInt32(), asked.Json.GetProperty("interval").GetInt32()));
        var id = asked.Json.GetProperty("auth_req_id").GetString()!;
        Assert.Equal("authorization_pending", (await PollAsync(realm, agent, id)).Error);

        var question = Assert.Single(await Desk(realm).WaitingAsync(ada.Id, default));
        Assert.Equal(("agent", "W4SCT", "bank/pay", "read", false), (question.Agent.Name, question.Request.Message, question.Request.Use.Authority!.Tools.Single(), question.Request.Use.Scopes.Single(), question.Request.Use.Renews));
        Assert.True(await Desk(realm).AllowAsync(question.Request.Id, ada.Id, default));
        Assert.Empty(await Desk(realm).WaitingAsync(ada.Id, default));
        Assert.False(await Desk(realm).AllowAsync(question.Request.Id, ada.Id, default));

        await realm.AdvanceAsync(TimeSpan.FromSeconds(6));
        var reply = await PollAsync(realm, agent, id);
        Assert.True(reply.Status == 200, reply.Body);
        Assert.Null(reply.Refresh);
        Assert.Equal((ada.Id, agent.Id), (reply.Claims.GetProperty("sub").GetString(), reply.Claims.GetProperty("act").GetProperty("sub").GetString()));
        Assert.Equal("""[{"type":"bartizan_use","models":[],"tools":["bank/pay"]}]""", reply.Claims.GetProperty("authorization_details").GetRawText());
        Assert.Equal(ada.Id, realm.Present(reply.Token).Principal!.Token!.Person!.Id);
        // The next piece of work is asked anew, in the browser too.
        Assert.Empty(await realm.Store.Consents.ConsentsAsync(ada.Id, default));
        Assert.Contains("identity.backchannel-asked", await realm.EventsAsync());
        Assert.Contains("identity.consent-given", await realm.EventsAsync());

        // A second use ends what came of the first.
        Assert.Equal("invalid_grant", (await PollAsync(realm, agent, id)).Error);
        await realm.RefreshAsync();
        Assert.False(realm.Counts(reply.Token));
    }

    [Fact]
    public async Task No_and_time_and_looking_too_often_are_told_as_what_they_are()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, ben, agent) = (await realm.AddPersonAsync("ada"), await realm.AddPersonAsync("ben"), await AgentAsync(realm));
        var first = await NameAsync(realm, agent);
        Assert.Equal("authorization_pending", (await PollAsync(realm, agent, first)).Error);
        Assert.Equal("slow_down", (await PollAsync(realm, agent, first)).Error);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal("slow_down", (await PollAsync(realm, agent, first)).Error);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(16));
        Assert.Equal("authorization_pending", (await PollAsync(realm, agent, first)).Error);
        Assert.False(await Desk(realm).RefuseAsync((await Desk(realm).WaitingAsync(ada.Id, default))[0].Request.Id, ben.Id, default));
        Assert.True(await Desk(realm).RefuseAsync((await Desk(realm).WaitingAsync(ada.Id, default))[0].Request.Id, ada.Id, default));
        Assert.Equal("access_denied", (await PollAsync(realm, agent, first)).Error);

        // Who said no is not asked again at once by the same client.
        Assert.Equal("access_denied", (await AskAsync(realm, agent)).Error);
        await realm.AdvanceAsync(TimeSpan.FromMinutes(11));
        var second = (await AskAsync(realm, agent, ("requested_expiry", "30"))).Json;
        Assert.Equal(30, second.GetProperty("expires_in").GetInt32());
        await realm.AdvanceAsync(TimeSpan.FromSeconds(31));
        Assert.Empty(await Desk(realm).WaitingAsync(ada.Id, default));
        Assert.Equal("expired_token", (await PollAsync(realm, agent, second.GetProperty("auth_req_id").GetString()!)).Error);
    }

    [Fact]
    public async Task Only_the_client_that_asked_and_the_person_who_was_asked_have_a_part_in_it()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, eve) = (await realm.AddPersonAsync("ada"), await realm.AddPersonAsync("eve"));
        var (agent, other) = (await AgentAsync(realm), await AgentAsync(realm, "other"));
        var id = await NameAsync(realm, agent);
        var question = (await Desk(realm).WaitingAsync(ada.Id, default))[0].Request.Id;
        Assert.Empty(await Desk(realm).WaitingAsync(eve.Id, default));
        Assert.False(await Desk(realm).AllowAsync(question, eve.Id, default));
        Assert.True(await Desk(realm).AllowAsync(question, ada.Id, default));
        Assert.Equal("invalid_grant", (await PollAsync(realm, other, id)).Error);
        Assert.Equal("invalid_grant", (await PollAsync(realm, agent, question)).Error);
        Assert.Equal("invalid_grant", (await PollAsync(realm, agent, id[..^1] + (id[^1] == 'A' ? 'B' : 'A'))).Error);
        // It is no code, whatever else is sent with it.
        Assert.Equal("invalid_grant", (await realm.RedeemAsync(agent, id)).Error);
        Assert.Equal(200, (await PollAsync(realm, agent, id)).Status);
    }

    [Fact]
    public async Task Of_two_at_once_one_has_the_token()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, agent) = (await realm.AddPersonAsync("ada"), await AgentAsync(realm));
        var id = await NameAsync(realm, agent);
        await Desk(realm).AllowAsync((await Desk(realm).WaitingAsync(ada.Id, default))[0].Request.Id, ada.Id, default);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PollAsync(realm, agent, id)));
        Assert.True(replies.Count(r => r.Status == 200) <= 1);
        await realm.RefreshAsync();
        Assert.DoesNotContain(replies, r => r.Status == 200 && realm.Counts(r.Token));
    }

    [Theory]
    [InlineData("invalid_request", "login_hint", null)]
    [InlineData("unknown_user_id", "login_hint", "nobody")]
    [InlineData("invalid_request", "id_token_hint", "eyJ")]
    [InlineData("invalid_request", "login_hint_token", "eyJ")]
    [InlineData("invalid_request", "request", "eyJ")]
    [InlineData("invalid_request", "binding_message", "pay\nnothing")]
    [InlineData("invalid_binding_message", "binding_message", "pay \u202Egnihton")]
    [InlineData("invalid_binding_message", "binding_message", "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x")]
    [InlineData("invalid_request", "requested_expiry", "0")]
    [InlineData("invalid_request", "requested_expiry", "-1")]
    [InlineData("invalid_request", "requested_expiry", "1e9")]
    [InlineData("invalid_scope", "scope", "openid admin")]
    [InlineData("invalid_target", "resource", "https://elsewhere.example")]
    [InlineData("invalid_authorization_details", "authorization_details", "{}")]
    public async Task What_is_not_as_it_must_be_asks_nobody(string error, string name, string? value)
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, agent) = (await realm.AddPersonAsync("ada"), await AgentAsync(realm));
        Assert.Equal(error, (await AskAsync(realm, agent, (name, value))).Error);
        Assert.Empty(await Desk(realm).WaitingAsync(ada.Id, default));
    }

    [Fact]
    public async Task Clients_without_the_grant_or_without_a_secret_ask_nobody_and_learn_nothing()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        await realm.AddPersonAsync("ada");
        var browser = await realm.AddAsync("browser");
        Assert.Equal("unauthorized_client", (await AskAsync(realm, browser)).Error);
        Assert.Equal("unauthorized_client", (await AskAsync(realm, browser, ("login_hint", "nobody"))).Error);
        var open = await realm.AddAsync("open", open: true);
        Assert.Equal("unauthorized_client", (await AskAsync(realm, open)).Error);
        Assert.Equal("invalid_client", (await AskAsync(realm, browser with { Secret = "wrong" })).Error);
    }

    [Fact]
    public async Task Nobody_is_flooded_and_a_stopped_client_asks_nobody()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, ben) = (await realm.AddPersonAsync("ada"), await realm.AddPersonAsync("ben"));
        var (agent, other) = (await AgentAsync(realm), await AgentAsync(realm, "other"));
        for (var i = 0; i < IBackchannelStore.MostOfAPerson; i++)
        {
            Assert.Equal(200, (await AskAsync(realm, i % 2 == 0 ? agent : other)).Status);
        }

        Assert.Equal("access_denied", (await AskAsync(realm, agent)).Error);
        Assert.Equal(200, (await AskAsync(realm, agent, ("login_hint", "ben"))).Status);
        Assert.Equal(5, (await Desk(realm).WaitingAsync(ada.Id, default)).Count);

        var question = (await Desk(realm).WaitingAsync(ben.Id, default))[0].Request.Id;
        Assert.True(await realm.Store.Agents.RevokeAsync(agent.Id, realm.Clock.Now, default));
        await realm.RefreshAsync();
        Assert.False(await Desk(realm).AllowAsync(question, ben.Id, default));
        Assert.Equal("invalid_client", (await AskAsync(realm, agent, ("login_hint", "ben"))).Error);
    }

    [Fact]
    public async Task A_key_that_was_proven_with_the_question_must_be_proven_with_the_answer()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, agent) = (await realm.AddPersonAsync("ada"), await AgentAsync(realm));
        var (id, hash) = (OpaqueToken.Create(OpaqueToken.Backchannel), realm.Clock.Now);
        var request = new BackchannelRequest { Id = "bcr_1", Agent = agent.Id, Person = ada.Id, Use = new ConsentedUse(Realm.Origin, ["read"], null, false), Key = "a-key", Created = hash, Expires = hash.AddMinutes(5) };
        Assert.True(await realm.Store.Backchannel.AskAsync(id.Hash, request, TimeSpan.FromSeconds(5), default));
        Assert.True(await Desk(realm).AllowAsync("bcr_1", ada.Id, default));
        Assert.Equal("invalid_dpop_proof", (await PollAsync(realm, agent, id.Text)).Error);
    }

    [Fact]
    public async Task Discovery_tells_of_it()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var told = (await realm.SendAsync("GET", "/.well-known/oauth-authorization-server", null, null)).Json;
        Assert.Equal(Realm.Origin + "/oauth/bc-authorize", told.GetProperty("backchannel_authentication_endpoint").GetString());
        Assert.Equal("poll", told.GetProperty("backchannel_token_delivery_modes_supported")[0].GetString());
        Assert.Contains(Grant, told.GetProperty("grant_types_supported").EnumerateArray().Select(g => g.GetString()));
    }

    private static BackchannelDesk Desk(PeopleRealm realm) => realm.Get<BackchannelDesk>();

    private static Task<TestClient> AgentAsync(PeopleRealm realm, string name = "agent") => realm.AddAsync(name, w => w with { Grants = ["ciba"], Redirects = [] });

    private static async Task<string> NameAsync(PeopleRealm realm, TestClient client) => (await AskAsync(realm, client)).Json.GetProperty("auth_req_id").GetString()!;

    private static Task<WebReply> AskAsync(PeopleRealm realm, TestClient client, params (string Name, string? Value)[] changes)
    {
        var form = new Dictionary<string, string> { ["scope"] = "openid read", ["login_hint"] = "ada" };
        foreach (var (name, value) in changes)
        {
            _ = value is null ? form.Remove(name) : (form[name] = value) is not null;
        }

        return realm.PostAsync(Issuer.BackchannelPath, client, [.. form.Select(f => (f.Key, f.Value))]);
    }

    private static Task<WebReply> PollAsync(PeopleRealm realm, TestClient client, string id) =>
        realm.PostAsync(Issuer.TokenPath, client, ("grant_type", Grant), ("auth_req_id", id));
}
