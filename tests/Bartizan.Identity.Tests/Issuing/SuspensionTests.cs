using System.Text;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Tests.Registry;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Issuing;

/// <summary>What somebody would try who has tokens and secrets of an agent that was suspended.</summary>
public class SuspensionTests
{
    [Fact]
    public async Task A_suspended_agent_gets_no_token_and_the_record_says_why_while_the_client_reads_only_that()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("a");
        await SuspendAsync(realm, agent, "it sends too much");
        var reply = await realm.PostAsync(Issuer.TokenPath, agent, ("grant_type", "client_credentials"));
        Assert.Equal((400, "unauthorized_client"), (reply.Status, reply.Error));
        Assert.DoesNotContain("too much", reply.Json.ToString(), StringComparison.Ordinal);
        var told = realm.Log.Events[^1].Event;
        Assert.Equal("identity.token-refused", told.Kind);
        Assert.Contains($"{agent.Id} is suspended: it sends too much", Encoding.UTF8.GetString(told.Json.Span), StringComparison.Ordinal);

        await realm.ChangeAsync(agent, a => a with { Standing = AgentStanding.Clear });
        Assert.Equal(200, (await realm.PostAsync(Issuer.TokenPath, agent, ("grant_type", "client_credentials"))).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Its_live_tokens_stop_wherever_in_the_chain_it_stands_and_work_again_after(int which)
    {
        using var realm = await Realm.CreateAsync();
        var (agents, tokens) = await ChainAsync(realm);
        await SuspendAsync(realm, agents[which], "stop");
        for (var i = 0; i < tokens.Length; i++)
        {
            var stops = i >= which;
            var outcome = Present(realm, tokens[i]);
            Assert.Equal((stops, stops ? TokenFailure.Suspended : TokenFailure.None), (outcome.Principal is null, outcome.Failure));
            Assert.Equal(stops ? agents[i].Id : null, outcome.Suspended?.Principal.AgentId);
            if (i != which)
            {
                Assert.Equal(!stops, (await realm.PostAsync(Issuer.IntrospectionPath, agents[i], ("token", tokens[i]))).Json.GetProperty("active").GetBoolean());
            }
        }

        await realm.ChangeAsync(agents[which], a => a with { Standing = AgentStanding.Clear });
        Assert.All(tokens, t => Assert.NotNull(Present(realm, t).Principal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_exchanged_through_a_suspended_agent_in_the_middle_not_even_when_only_the_store_knows(bool unseen)
    {
        using var realm = await Realm.CreateAsync();
        var (agents, tokens) = await ChainAsync(realm);
        var last = await realm.AddAsync("d");
        var holder = await realm.AddAsync("c", w => w with { Delegates = ["d"] });
        await realm.ChangeAsync(agents[1], a => a with { Standing = AgentStanding.SuspendedFor("stop") }, unseen);
        var reply = await realm.ExchangeAsync(last, tokens[2]);
        Assert.Equal((400, unseen ? "invalid_request" : "unauthorized_client"), (reply.Status, reply.Error));
        Assert.Equal(agents[2].Id, holder.Id);
        Assert.DoesNotContain(realm.Store.Told, e => e.Kind == "identity.token-issued" && Encoding.UTF8.GetString(e.Json.Span).Contains(last.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_suspended_agent_may_still_end_its_own_tokens_but_look_into_none()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("a");
        var token = await realm.TokenAsync(agent);
        await SuspendAsync(realm, agent, "stop");
        Assert.Equal("unauthorized_client", (await realm.PostAsync(Issuer.IntrospectionPath, agent, ("token", token))).Error);
        await realm.PostAsync(Issuer.RevocationPath, agent, ("token", token));
        await realm.ChangeAsync(agent, a => a with { Standing = AgentStanding.Clear });
        Assert.Equal(TokenFailure.InvalidToken, Present(realm, token).Failure);
    }

    [Fact]
    public async Task A_blueprint_that_runs_out_stops_its_agents_without_anybody_touching_the_store()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("a");
        await realm.ChangeAsync(agent, a => a with { Standing = AgentStanding.Of(new(null, false, new(false, true, true, realm.Clock.Now.AddMinutes(1), DateTimeOffset.MaxValue))) });
        var token = await realm.TokenAsync(agent);
        Assert.NotNull(Present(realm, token).Principal);
        await realm.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(SuspensionCause.BlueprintExpired, Present(realm, token).Suspended?.Cause);
        Assert.Equal("unauthorized_client", (await realm.PostAsync(Issuer.TokenPath, agent, ("grant_type", "client_credentials"))).Error);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task No_more_agents_act_for_one_than_its_blueprint_allows(int depth, bool passes)
    {
        using var realm = await Realm.CreateAsync();
        var second = await realm.AddAsync("b");
        var first = await realm.AddAsync("a", w => w with { Delegates = ["b"] });
        await realm.ChangeAsync(first, a => a with { Blueprint = Blueprints.Make() with { Depth = depth } });
        var reply = await realm.ExchangeAsync(second, await realm.TokenAsync(first));
        Assert.Equal(passes ? 200 : 400, reply.Status);
    }

    [Fact]
    public async Task Tokens_live_no_longer_and_are_good_for_no_more_than_a_blueprint_of_the_chain_says()
    {
        using var realm = await Realm.CreateAsync();
        var second = await realm.AddAsync("b", w => w with { Models = ["gpt-4o", "claude"], Tools = [] });
        var first = await realm.AddAsync("a", w => w with { Delegates = ["b"] });
        await realm.ChangeAsync(first, a => a with { Blueprint = Blueprints.Make() with { Lifetime = TimeSpan.FromSeconds(30), Uses = new(["gpt-*"], []) } });
        var own = await realm.PostAsync(Issuer.TokenPath, first, ("grant_type", "client_credentials"));
        Assert.Equal(30, own.Json.GetProperty("expires_in").GetInt64());
        Assert.Equal("gpt-*", own.Json.GetProperty("authorization_details")[0].GetProperty("models")[0].GetString());
        await realm.ChangeAsync(first, a => a with { Blueprint = a.Blueprint! with { Lifetime = TimeSpan.FromSeconds(10) } });
        var exchanged = await realm.ExchangeAsync(second, own.Token!);
        Assert.Equal(10, exchanged.Json.GetProperty("expires_in").GetInt64());
        Assert.Equal(["gpt-4o"], exchanged.Json.GetProperty("authorization_details")[0].GetProperty("models").EnumerateArray().Select(m => m.GetString()));
    }

    private static Task SuspendAsync(Realm realm, TestClient client, string reason) => realm.ChangeAsync(client, a => a with { Standing = AgentStanding.SuspendedFor(reason) });

    private static TokenOutcome Present(Realm realm, string token) =>
        realm.Get<ITokenAuthenticator>().Authenticate(new TokenPresentation(token, false, [], "POST", "/openai/v1/chat/completions", null, null));

    // a's own token, then b acting for a, then c acting for b.
    private static async Task<(TestClient[] Agents, string[] Tokens)> ChainAsync(Realm realm)
    {
        await realm.AddAsync("a");
        await realm.AddAsync("b");
        var c = await realm.AddAsync("c");
        var b = await realm.AddAsync("b", w => w with { Delegates = ["c"] });
        var a = await realm.AddAsync("a", w => w with { Delegates = ["b"] });
        var first = await realm.TokenAsync(a);
        var second = (await realm.ExchangeAsync(b, first)).Token!;
        var third = (await realm.ExchangeAsync(c, second)).Token!;
        return ([a, b, c], [first, second, third]);
    }
}
