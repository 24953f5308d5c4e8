using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Standings;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Standings;

public class StandingTests
{
    [Fact]
    public async Task Whoever_holds_exchanges_open_hears_of_a_change_before_it_is_acknowledged()
    {
        using var realm = await Realm.CreateAsync();
        var standing = realm.Get<Standing>();
        var acknowledged = new List<bool>();
        using var watch = standing.OnChange(() => acknowledged.Add(realm.Switches.IsFollowed));
        await realm.Switches.ThrowAsync(new(KillKind.Agent, "agt_x"), "why", "ada", realm.Clock.Now, default);
        await standing.FollowAsync(default);
        await standing.FollowAsync(default);
        Assert.Equal([false], acknowledged);
        Assert.Equal(await realm.Switches.VersionAsync(default), await realm.Switches.FollowedAsync(default));
        watch.Dispose();
        await realm.Switches.LiftAsync(new(KillKind.Agent, "agt_x"), "done", "ada", realm.Clock.Now, default);
        await standing.FollowAsync(default);
        Assert.Single(acknowledged);
    }

    [Fact]
    public async Task A_change_that_could_not_be_followed_is_not_acknowledged_until_it_is()
    {
        using var realm = await Realm.CreateAsync();
        var standing = realm.Get<Standing>();
        var fails = true;
        using var watch = standing.OnChange(() => _ = fails ? throw new InvalidOperationException("not now") : 0);
        await realm.Switches.ThrowAsync(new(KillKind.Agent, "agt_x"), "why", "ada", realm.Clock.Now, default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => standing.FollowAsync(default));
        Assert.NotEqual(await realm.Switches.VersionAsync(default), await realm.Switches.FollowedAsync(default));
        fails = false;
        await standing.FollowAsync(default);
        Assert.Equal(await realm.Switches.VersionAsync(default), await realm.Switches.FollowedAsync(default));
    }

    [Fact]
    public async Task Acknowledgement_waits_for_the_gateway_and_says_when_there_is_none()
    {
        using var realm = await Realm.CreateAsync();
        await realm.Switches.ThrowAsync(new(KillKind.Agent, "agt_x"), "why", "ada", realm.Clock.Now, default);
        Assert.Equal(Acknowledgement.NobodyServes, await Acknowledgements.WaitAsync(realm.Switches, () => false, TimeProvider.System, default));
        var waiting = Acknowledgements.WaitAsync(realm.Switches, () => true, TimeProvider.System, default);
        Assert.False(waiting.IsCompleted);
        await realm.Get<Standing>().FollowAsync(default);
        Assert.Equal(Acknowledgement.Followed, await waiting);
    }

    [Fact]
    public async Task A_revoked_agent_or_token_no_longer_stands_and_neither_does_who_acts_for_it()
    {
        using var realm = await Realm.CreateAsync();
        var registry = realm.Get<AgentRegistry>();
        Principal Of(NewAgent made) => new(made.Agent.Id, made.Agent.Name, made.Agent.Owner, made.Agent.Tags);
        var root = Of(await registry.AddAsync("root", "ada", new Dictionary<string, string>(), default));
        var actor = Of(await registry.AddAsync("actor", "ada", new Dictionary<string, string>(), default));
        var acting = actor with { Token = new TokenFacts("tok_2", "txn_1", [root], [], null, false) { Parents = ["tok_1"] } };
        var standing = realm.Get<Standing>();
        await realm.Get<AgentAuthenticator>().RefreshAsync(default);
        Assert.True(standing.Stands(root) && standing.Stands(acting));
        await realm.Store.RevokeTokenAsync("tok_1", realm.Clock.Now.AddHours(1), new() { Id = "evt_1", Time = realm.Clock.Now, Source = "test", Kind = "test", Json = "{}"u8.ToArray() }, default);
        await realm.RefreshAsync();
        Assert.True(standing.Stands(actor) && !standing.Stands(acting));
        await realm.Agents.RevokeAsync(root.AgentId, realm.Clock.Now, default);
        await realm.Get<AgentAuthenticator>().RefreshAsync(default);
        Assert.True(standing.Stands(actor) && !standing.Stands(root) && !standing.Stands(acting with { Token = acting.Token with { Parents = [] } }));
    }

    [Theory]
    [InlineData(KillKind.Everything)]
    [InlineData(KillKind.Agent)]
    [InlineData(KillKind.Work)]
    public async Task A_kill_switch_ends_tokens_and_lifted_does_not_bring_them_back(KillKind kind)
    {
        using var realm = await Realm.CreateAsync();
        var helper = await realm.AddAsync("helper");
        var owner = await realm.AddAsync("owner", wish => wish with { Delegates = ["helper"] });
        var token = await realm.TokenAsync(owner);
        var child = (await realm.ExchangeAsync(helper, token)).Token!;
        var reader = realm.Get<AccessTokenReader>();
        var target = kind switch
        {
            KillKind.Everything => KillTarget.Everything,
            KillKind.Agent => new KillTarget(kind, owner.Id),
            _ => new KillTarget(kind, reader.Read(child)!.Transaction),
        };
        Assert.NotNull(reader.Read(child));

        await realm.AdvanceAsync(TimeSpan.FromSeconds(2));
        await realm.KillAsync(target);
        Assert.True(reader.Read(token) is null && reader.Read(child) is null);
        Assert.NotEqual(200, (await realm.ExchangeAsync(helper, token)).Status);
        var asked = await realm.PostAsync(Issuer.TokenPath, owner, ("grant_type", "client_credentials"));
        Assert.Equal(kind == KillKind.Work ? null : "unauthorized_client", asked.Error);
        Assert.False((await realm.PostAsync("/oauth/introspect", helper, ("token", child))).Json.GetProperty("active").GetBoolean());

        await realm.AdvanceAsync(TimeSpan.FromSeconds(2));
        await realm.KillAsync(target, lift: true);
        Assert.True(reader.Read(token) is null && reader.Read(child) is null);
        var fresh = await realm.TokenAsync(owner);
        Assert.NotNull(reader.Read(fresh));
        Assert.Equal(200, (await realm.ExchangeAsync(helper, fresh)).Status);
    }

    [Fact]
    public async Task A_kill_switch_of_a_system_stops_its_agents_and_no_others()
    {
        using var realm = await Realm.CreateAsync();
        await new AgentRegistry(realm.Agents, realm.Clock, new SortableIdSource(realm.Clock)).AddAsync("till", "ada", new Dictionary<string, string> { ["system"] = "payments" }, default);
        var (till, other) = (await realm.AddAsync("till"), await realm.AddAsync("other"));
        await realm.KillAsync(new(KillKind.System, "payments"));
        Assert.Equal("unauthorized_client", (await realm.PostAsync(Issuer.TokenPath, till, ("grant_type", "client_credentials"))).Error);
        Assert.NotNull(await realm.TokenAsync(other));
    }
}
