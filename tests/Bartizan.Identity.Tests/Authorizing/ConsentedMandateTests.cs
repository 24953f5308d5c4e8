using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Authorizing;

public class ConsentedMandateTests
{
    private const string Refund = """[{"type":"bartizan_mandate","purpose":"refund order 17","limits":["20 requests"],"depth":1,"expires_in":3600}]""";

    [Fact]
    public async Task What_a_person_allowed_is_one_mandate_however_often_the_token_is_renewed()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent");
        var question = (await realm.Desk.FindAsync(await realm.QuestionAsync(agent, ("authorization_details", Refund)), ada.Id, default))!;
        Assert.Equal(("refund order 17", "20 requests", 1), (question.Use.Mandate!.Purpose, string.Join(' ', question.Use.Mandate.Limits), question.Use.Mandate.Depth));
        Assert.Equal(realm.Clock.Now + TimeSpan.FromHours(1), question.Until);

        var first = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada, ("authorization_details", Refund)));
        await realm.AdvanceAsync(TimeSpan.FromMinutes(4));
        var second = await realm.RenewAsync(agent, first.Refresh!);
        var (one, other) = (Assert.Single(realm.Present(first.Token).Principal!.Token!.Mandates), Assert.Single(realm.Present(second.Token).Principal!.Token!.Mandates));
        Assert.Equal(one, other);
        var kept = Assert.Single(await realm.Store.Mandates.ListAsync(10, default));
        Assert.Equal((one.Id, agent.Id, ada.Id), (kept.Mandate.Id, kept.Holder, kept.Person));

        // More under it, and never more than it.
        Assert.Equal("invalid_authorization_details", (await realm.RenewAsync(agent, second.Refresh!, ("authorization_details", """[{"type":"bartizan_mandate","limits":["21 requests"]}]"""))).Error);
        await realm.AdvanceAsync(TimeSpan.FromMinutes(58));
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, second.Refresh!)).Error);
    }

    [Fact]
    public async Task The_next_piece_of_work_asks_again_and_does_not_begin_with_what_is_left_of_the_last()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent");
        var first = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada, ("authorization_details", Refund)));
        Assert.False((await realm.Desk.FindAsync(await realm.QuestionAsync(agent, ("authorization_details", Refund)), ada.Id, default))!.Remembered);
        Assert.False((await realm.Desk.FindAsync(await realm.QuestionAsync(agent), ada.Id, default))!.Remembered);
        var second = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada, ("authorization_details", Refund)));
        Assert.NotEqual(realm.Present(first.Token).Principal!.Token!.Mandates[0].Id, realm.Present(second.Token).Principal!.Token!.Mandates[0].Id);
        Assert.Single((await realm.Desk.ConnectedAsync(ada.Id, default))[0].Consents);
        // One without limits allows what is narrower too.
        await realm.CodeAsync(agent, ada);
        Assert.True((await realm.Desk.FindAsync(await realm.QuestionAsync(agent, ("authorization_details", Refund)), ada.Id, default))!.Remembered);
    }

    [Fact]
    public async Task Ending_it_ends_what_was_consented_and_nothing_can_be_renewed()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent");
        var reply = await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada, ("authorization_details", Refund)));
        var id = realm.Present(reply.Token).Principal!.Token!.Mandates[0].Id;
        Assert.True(await realm.Store.Mandates.EndMandateAsync(id, "done", "ada", realm.Clock.Now, default));
        Assert.False(await realm.Store.Mandates.EndMandateAsync(id, "again", "ada", realm.Clock.Now, default));
        await realm.RefreshAsync();
        Assert.Null(realm.Present(reply.Token).Principal);
        Assert.Equal("invalid_grant", (await realm.RenewAsync(agent, reply.Refresh!)).Error);
        Assert.Contains("identity.mandate-ended", await realm.EventsAsync());
    }

    [Fact]
    public async Task Taking_consent_back_ends_its_mandate()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var ada = await realm.AddPersonAsync("ada");
        var agent = await realm.AddAsync("agent");
        await realm.RedeemAsync(agent, await realm.CodeAsync(agent, ada, ("authorization_details", Refund)));
        Assert.True(await realm.Desk.DisconnectAsync(ada.Id, agent.Id, default));
        Assert.Equal(realm.Clock.Now, Assert.Single(await realm.Store.Mandates.ListAsync(10, default)).Ended);
    }

    [Fact]
    public async Task A_mandate_of_before_is_not_what_a_person_is_asked_for()
    {
        await using var realm = await PeopleRealm.CreateAsync();
        var agent = await realm.AddAsync("agent");
        var reply = await realm.AuthorizeAsync(PeopleRealm.Ask(agent, ("authorization_details", """[{"type":"bartizan_mandate","mandate":"mnd_1"}]""")));
        Assert.Contains("error=invalid_authorization_details", reply.Location, StringComparison.Ordinal);
    }
}
