using System.Security.Cryptography;
using Bartizan.Core.Identity;
using Bartizan.Identity.Tests.Support;
using Bartizan.Storage.Accounts;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Tests.Authorizing;

public class AuthorizationCodeTests
{
    [Fact]
    public async Task A_person_lets_an_agent_act_for_them_and_it_may_hand_that_on()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada", "analyst", "approver");
        await realm.AddAsync("helper");
        var agent = await realm.AddAsync("agent", w => w with { Delegates = ["helper"] });
        var helper = await realm.AddAsync("helper", w => w with { Grants = ["token-exchange"], Redirects = [] });
        var name = await realm.QuestionAsync(agent, ("authorization_details", """[{"type":"bartizan_use","models":["gpt-*"]}]"""));
        var question = (await realm.Desk.FindAsync(name, ada.Id, default))!;
        Assert.Equal(("agent", "ada", true, "app.example", false, false), (question.Name, question.Owner, question.Vouched, question.Redirect.Host, question.StaysHere, question.Remembered));
        Assert.Equal((Realm.Origin, "read", true), (question.Use.Resource, string.Join(' ', question.Use.Scopes), question.Use.Renews));

        var answer = new WebReply(303, "", new HeaderDictionary { ["Location"] = await realm.Desk.AllowAsync(name, ada, null, null, default) });
        Assert.StartsWith(PeopleRealm.Redirect + "?code=", answer.Location, StringComparison.Ordinal);
        Assert.Equal(("xyz&=", Realm.Origin), (answer.Sent("state"), answer.Sent("iss")));
        var reply = await realm.RedeemAsync(agent, answer.Sent("code")!);
        Assert.True(reply.Status == 200, reply.Body);
        var claims = reply.Claims;
        Assert.Equal((ada.Id, agent.Id, agent.Id), (claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString(), claims.GetProperty("act").GetProperty("sub").GetString()));
        Assert.Equal("""[{"type":"bartizan_use","models":["gpt-*"],"tools":[]}]""", claims.GetProperty("authorization_details").GetRawText());
        var principal = realm.Present(reply.Token).Principal!;
        Assert.Equal((agent.Id, 0, ada.Id, "ada", "analyst approver"), (principal.AgentId, principal.Token!.ActsFor.Count, principal.Token.Person!.Id, principal.Token.Person.Name, string.Join(' ', principal.Token.Person.Roles)));

        var handed = await realm.ExchangeAsync(helper, reply.Token);
        Assert.True(handed.Status == 200, handed.Body);
        Assert.Equal(ada.Id, handed.Claims.GetProperty("sub").GetString());
        Assert.Equal($$$"""{"sub":"{{{helper.Id}}}","act":{"sub":"{{{agent.Id}}}"}}""", handed.Claims.GetProperty("act").GetRawText());
        Assert.Equal(ada.Id, realm.Present(handed.Token).Principal!.Token!.Person!.Id);
    }

    [Fact]
    public async Task A_person_who_says_no_sends_the_app_away_with_that_and_nothing_else()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent");
        var name = await realm.QuestionAsync(agent);
        var answer = (await realm.Desk.DenyAsync(name, ada, default))!;
        Assert.Contains("error=access_denied", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", answer, StringComparison.Ordinal);
        Assert.Null(await realm.Desk.AllowAsync(name, ada, null, null, default));
        Assert.Empty(await realm.Desk.ConnectedAsync(ada.Id, default));
        Assert.Contains("identity.consent-denied", await realm.EventsAsync());
    }

    [Fact]
    public async Task A_code_is_good_once_and_a_second_use_ends_what_came_of_the_first()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var agent = await realm.AddAsync("agent");
        var code = await realm.CodeAsync(agent, await realm.AddPersonAsync("ada"));
        var first = await realm.RedeemAsync(agent, code);
        Assert.True(realm.Counts(first.Token));
        Assert.Equal("invalid_grant", (await realm.RedeemAsync(agent, code)).Error);
        await realm.RefreshAsync();
        Assert.False(realm.Counts(first.Token));
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, first.Refresh!)).Error);
        Assert.Contains("identity.connection-ended", await realm.EventsAsync());
    }

    [Fact]
    public async Task Of_many_who_bring_one_code_at_once_at_most_one_gets_a_token_and_it_does_not_last()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var agent = await realm.AddAsync("agent");
        var code = await realm.CodeAsync(agent, await realm.AddPersonAsync("ada"));
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => realm.RedeemAsync(agent, code))));
        var won = Assert.Single(replies, r => r.Status == 200);
        await realm.RefreshAsync();
        Assert.False(realm.Counts(won.Token));
    }

    [Fact]
    public async Task A_code_is_bound_to_its_client_address_verifier_and_minute()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent");
        var thief = await realm.AddAsync("thief");
        var code = await realm.CodeAsync(agent, ada);
        Assert.Equal("invalid_grant", (await realm.RedeemAsync(thief, code)).Error);
        Assert.Equal("invalid_grant", (await realm.RedeemAsync(agent, code, ("redirect_uri", PeopleRealm.Redirect + "/"))).Error);
        Assert.Equal("invalid_grant", (await realm.RedeemAsync(agent, code, ("code_verifier", PeopleRealm.Verifier + "x"))).Error);
        // What was sent through the browser is the digest; it is no verifier, and nothing passes without one.
        Assert.Equal("invalid_grant", (await realm.RedeemAsync(agent, code, ("code_verifier", PeopleRealm.Challenge))).Error);
        Assert.Equal("invalid_request", (await realm.RedeemAsync(agent, code, ("code_verifier", null))).Error);
        Assert.Equal("invalid_request", (await realm.RedeemAsync(agent, code, ("redirect_uri", null))).Error);
        Assert.Equal(200, (await realm.RedeemAsync(agent, code)).Status);

        var late = await realm.CodeAsync(agent, ada);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("invalid_grant", (await realm.RedeemAsync(agent, late)).Error);
    }

    [Fact]
    public async Task A_code_injected_into_another_session_does_not_fit_its_verifier()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var agent = await realm.AddAsync("agent");
        const string Other = "the-verifier-of-the-session-into-which-a-stolen-code-is-put";
        var stolen = await realm.CodeAsync(agent, await realm.AddPersonAsync("victim"));
        await realm.QuestionAsync(agent, ("code_challenge", PeopleRealm.ChallengeOf(Other)));
        Assert.Equal("invalid_grant", (await realm.RedeemAsync(agent, stolen, ("code_verifier", Other))).Error);
    }

    [Fact]
    public async Task A_token_can_be_narrower_than_what_was_consented_to_and_never_wider()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent", w => w with { Models = ["gpt-*", "claude"] });
        string Details(string model) => $$"""[{"type":"bartizan_use","models":["{{model}}"]}]""";
        var code = await realm.CodeAsync(agent, ada, ("authorization_details", Details("gpt-*")), ("resource", Realm.Origin + "/mcp/github"));
        Assert.Equal("invalid_scope", (await realm.RedeemAsync(agent, code, ("scope", "read write"))).Error);
        Assert.Equal("invalid_authorization_details", (await realm.RedeemAsync(agent, code, ("authorization_details", Details("claude")))).Error);
        Assert.Equal("invalid_target", (await realm.RedeemAsync(agent, code, ("resource", Realm.Origin))).Error);
        var narrow = await realm.RedeemAsync(agent, code, ("authorization_details", Details("gpt-4o")));
        Assert.Equal(Realm.Origin + "/mcp/github", narrow.Claims.GetProperty("aud").GetString());
        Assert.Contains("gpt-4o", narrow.Claims.GetProperty("authorization_details").GetRawText(), StringComparison.Ordinal);
        // What the registration no longer allows, no consent brings back.
        await realm.AddAsync("agent", w => w with { Scopes = ["other"], Models = ["claude"] });
        Assert.Equal("invalid_client", (await realm.RenewAsync(agent, narrow.Refresh!)).Error);
    }

    [Fact]
    public async Task An_answer_counts_only_while_the_session_is_open_in_which_it_was_given()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent");
        var question = await realm.QuestionAsync(agent);
        var (hash, now) = (RandomNumberGenerator.GetBytes(32), realm.Clock.GetUtcNow());
        var session = new Session { TokenHash = hash, Account = ada.Id, Created = now, Expires = now.AddHours(1), LastSeen = now };
        var password = (await realm.Store.Console.FindAccountAsync(ada.Id, default))!.PasswordHash;
        Assert.Null(await realm.Desk.AllowAsync(question, ada, null, hash, default));
        Assert.True(await realm.Store.Console.AddSessionAsync(session, password, default));
        await realm.Store.Console.EndSessionsAsync(ada.Id, except: null, default);
        Assert.Null(await realm.Desk.AllowAsync(question, ada, null, hash, default));
        Assert.True(await realm.Store.Console.AddSessionAsync(session, password, default));
        Assert.NotNull(await realm.Desk.AllowAsync(question, ada, null, hash, default));
    }

    [Fact]
    public async Task A_person_whose_account_is_disabled_takes_everything_with_them()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        await realm.AddPersonAsync("root", "admin");
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent");
        var held = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada));
        var waiting = await realm.CodeAsync(agent, ada);
        var question = await realm.QuestionAsync(agent);
        Assert.Equal(AccountChanged, (await realm.Store.Console.DisableAccountAsync(ada.Id, "test", default)).ToString());
        // The store has the last word even where the snapshot does not know yet.
        Assert.Equal("invalid_grant", (await realm.RedeemAsync(agent, waiting)).Error);
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, held.Refresh!)).Error);
        Assert.Null(await realm.Desk.AllowAsync(question, ada, null, null, default));
        await realm.RefreshAsync();
        Assert.Equal((false, TokenFailure.InvalidToken), (realm.Counts(held.Token), realm.Present(held.Token).Failure));
        // Coming back brings back nothing.
        await realm.Store.Console.EnableAccountAsync(ada.Id, "test", default);
        await realm.RefreshAsync();
        Assert.False(realm.Counts(held.Token));
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, held.Refresh!)).Error);
    }

    [Fact]
    public async Task An_agent_that_was_revoked_gets_nothing_more_for_anybody()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent");
        var held = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada));
        var question = await realm.QuestionAsync(agent);
        await realm.Store.Agents.RevokeAsync(agent.Id, realm.Clock.Now, default);
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, held.Refresh!)).Error);
        Assert.Null(await realm.Desk.FindAsync(question, ada.Id, default));
        await realm.RefreshAsync();
        Assert.False(realm.Counts(held.Token));
        Assert.Equal(400, (await realm.AuthorizeAsync(PeopleRealm.Ask(agent))).Status);
    }

    [Fact]
    public async Task Roles_are_those_of_this_moment()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada", "analyst");
        var agent = await realm.AddAsync("agent");
        var token = (await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada))).Token;
        Assert.Equal(["analyst"], realm.Present(token).Principal!.Token!.Person!.Roles);
        await realm.Store.Console.SetRolesAsync(ada.Id, ["auditor"], "test", default);
        await realm.RefreshAsync();
        Assert.Equal(["auditor"], realm.Present(token).Principal!.Token!.Person!.Roles);
    }

    private const string AccountChanged = "Made";
}
