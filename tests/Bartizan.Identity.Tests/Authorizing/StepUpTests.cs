using Bartizan.Core.Identity;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Authorizing;

/// <summary>Clients ask for a fresh or a certain sign-in (RFC 9470), nothing less is taken, and tokens say what it was.</summary>
public class StepUpTests
{
    [Fact]
    public async Task A_token_says_when_and_how_the_person_signed_in_and_so_does_what_comes_of_it()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        await realm.AddAsync("helper");
        var agent = await realm.AddAsync("agent", w => w with { Delegates = ["helper"] });
        var helper = await realm.AddAsync("helper", w => w with { Grants = ["token-exchange"], Redirects = [] });
        var at = new DateTimeOffset(realm.Clock.Now.Year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var reply = await realm.RedeemAsync(agent, await CodeAsync(realm, agent, ada, new SignIn(at, SignIn.Password)));
        Assert.Equal((at.ToUnixTimeSeconds(), SignIn.Password), (reply.Claims.GetProperty("auth_time").GetInt64(), reply.Claims.GetProperty("acr").GetString()));
        Assert.Equal(new SignIn(at, SignIn.Password), realm.Present(reply.Token).Principal!.Token!.SignIn);
        Assert.Equal(at.ToUnixTimeSeconds(), (await realm.ExchangeAsync(helper, reply.Token)).Claims.GetProperty("auth_time").GetInt64());
        // To go on without the person is no sign-in.
        await realm.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(at.ToUnixTimeSeconds(), (await realm.RenewAsync(agent, reply.Refresh!)).Claims.GetProperty("auth_time").GetInt64());
        var unknown = await realm.RedeemAsync(agent, await CodeAsync(realm, agent, ada, null));
        Assert.False(unknown.Claims.TryGetProperty("auth_time", out _) || unknown.Claims.TryGetProperty("acr", out _));
    }

    [Theory]
    [InlineData("max_age", "300", 299, SignIn.Password, true)]
    [InlineData("max_age", "300", 301, SignIn.Password, false)]
    [InlineData("max_age", "0", 1, SignIn.Password, false)]
    [InlineData("max_age", "300", 1, null, false)]
    [InlineData("acr_values", SignIn.Provider, 1, SignIn.Password, false)]
    [InlineData("acr_values", SignIn.Provider, 1, SignIn.Provider, true)]
    [InlineData("acr_values", "urn:unknown " + SignIn.Password, 1, SignIn.Password, true)]
    [InlineData("acr_values", SignIn.Password, 1, "urn:unknown", false)]
    [InlineData("acr_values", SignIn.Password, 1, null, false)]
    public async Task Only_a_sign_in_as_it_is_asked_for_is_enough_also_where_the_person_consented_before(string name, string value, int ago, string? acr, bool enough)
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var (ada, agent) = (await realm.AddPersonAsync("ada"), await realm.AddAsync("agent"));
        await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada));
        var signIn = acr is null ? null : new SignIn(realm.Clock.Now.AddSeconds(-ago), acr);
        var question = await realm.QuestionAsync(agent, (name, value));
        var asked = (await realm.Desk.FindAsync(question, ada.Id, signIn, default))!;
        Assert.Equal((!enough, enough), (asked.NeedsSignIn, asked.Remembered));
        Assert.Equal(enough, await realm.Desk.AllowAsync(question, ada, signIn, null, default) is not null);
        // What was refused for that can still be answered, after signing in.
        Assert.Equal(!enough, await realm.Desk.AllowAsync(question, ada, new SignIn(realm.Clock.Now, name == "max_age" || value != SignIn.Provider ? SignIn.Password : SignIn.Provider), null, default) is not null);
    }

    [Theory]
    [InlineData("max_age", "soon", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "99999999999", "invalid_request")]
    [InlineData("acr_values", "urn:gold phr", "unmet_authentication_requirements")]
    public async Task What_cannot_be_met_is_refused_at_once(string name, string value, string error)
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var agent = await realm.AddAsync("agent");
        Assert.Equal(error, (await realm.AuthorizeAsync(PeopleRealm.Ask(agent, (name, value)))).Sent("error"));
    }

    private static async Task<string> CodeAsync(PeopleRealm realm, TestClient agent, Person person, SignIn? signIn)
    {
        var answer = await realm.Desk.AllowAsync(await realm.QuestionAsync(agent), person, signIn, null, default);
        return System.Web.HttpUtility.ParseQueryString(new Uri(answer!).Query)["code"]!;
    }
}
