using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.KillSwitches;

namespace Bartizan.Core.Tests.KillSwitches;

public class KillSwitchSetTests
{
    private static readonly DateTimeOffset Epoch = new(2026, 11, 20, 12, 0, 0, 400, TimeSpan.Zero);

    private static readonly Blueprint Clerk = new()
    {
        Id = "bpt_1",
        Name = "clerk",
        Version = 1,
        Owner = "ada",
        Sponsor = "bob",
        ReviewDays = 90,
        Expires = Epoch.AddYears(1),
        Created = Epoch,
        By = "ada",
        Reviewed = Epoch,
    };

    private static readonly Principal Root = Agent("agt_root", "payments");

    private static readonly Principal Actor = Agent("agt_actor", null) with
    {
        Token = new TokenFacts("tok_1", "txn_1", [Agent("agt_middle", null) with { Blueprint = Clerk }, Root], [], null, false) { Issued = Epoch.AddMinutes(1), Person = new Person("acc_ada", "ada", []) },
    };

    [Theory]
    [InlineData(KillKind.Everything, "*", true)]
    [InlineData(KillKind.Agent, "agt_actor", true)]
    [InlineData(KillKind.Agent, "agt_middle", true)]
    [InlineData(KillKind.Agent, "agt_root", true)]
    [InlineData(KillKind.System, "payments", true)]
    [InlineData(KillKind.Work, "txn_1", true)]
    [InlineData(KillKind.User, "acc_ada", true)]
    [InlineData(KillKind.Blueprint, "clerk", true)]
    [InlineData(KillKind.Blueprint, "payments", false)]
    [InlineData(KillKind.User, "ada", false)]
    [InlineData(KillKind.Agent, "agt_other", false)]
    [InlineData(KillKind.Agent, "AGT_ROOT", false)]
    [InlineData(KillKind.System, "agt_root", false)]
    [InlineData(KillKind.Work, "txn_10", false)]
    [InlineData(KillKind.Model, "agt_root", false)]
    public void A_switch_stops_whoever_it_names_and_whoever_acts_for_them(KillKind kind, string id, bool stops) =>
        Assert.Equal(stops, Set(Thrown(kind, id)).Stopping(Actor) is not null);

    [Theory]
    [InlineData(-60, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_lifted_switch_leaves_the_tokens_of_before_dead_and_of_its_own_second_too(int issuedAfter, bool stops)
    {
        var second = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        var actor = Actor with { Token = Actor.Token! with { Issued = second.AddSeconds(issuedAfter) } };
        Assert.Equal(stops, Set(Thrown(KillKind.Agent, "agt_root") with { Thrown = false }).Stopping(actor) is not null);
    }

    [Fact]
    public void A_lifted_switch_does_not_stop_a_key() => Assert.Null(Set(Thrown(KillKind.Agent, "agt_root") with { Thrown = false }).Stopping(Root));

    [Theory]
    [InlineData(KillKind.Model, "gpt-4o", "Model", "gpt-4o", true)]
    [InlineData(KillKind.Model, "gpt-4o", "Model", "gpt-4o-mini", false)]
    [InlineData(KillKind.Model, "gpt-4o", "Tool", "gpt-4o", false)]
    [InlineData(KillKind.Tool, "github/merge", "Tool", "github/merge", true)]
    [InlineData(KillKind.Tool, "merge", "Tool", "github/merge", false)]
    [InlineData(KillKind.Server, "github", "Tool", "github/merge", true)]
    [InlineData(KillKind.Server, "github", "Tool", "github", false)]
    [InlineData(KillKind.Server, "github", "Resource", "github/file:///a", true)]
    [InlineData(KillKind.Server, "github", "Prompt", "github/summarise", true)]
    [InlineData(KillKind.Server, "github", "Server", "github", true)]
    [InlineData(KillKind.Server, "git", "Server", "github", false)]
    public void A_resource_is_stopped_by_its_name_and_by_that_of_its_server(KillKind kind, string id, string type, string resource, bool stops)
    {
        Assert.Equal(stops, Set(Thrown(kind, id)).StoppingResource(type, resource) is not null);
        Assert.Null(Set(Thrown(kind, id) with { Thrown = false }).StoppingResource(type, resource));
    }

    [Theory]
    [InlineData("agent", "agt_1", true)]
    [InlineData("Agent", "agt_1", true)]
    [InlineData("everything", null, true)]
    [InlineData("everything", "*", true)]
    [InlineData("everything", "agt_1", false)]
    [InlineData("agent", null, false)]
    [InlineData("agent", "", false)]
    [InlineData("agent", "a\nb", false)]
    [InlineData("2", "agt_1", false)]
    [InlineData("agent,system", "agt_1", false)]
    [InlineData("person", "ada", false)]
    public void Targets_are_read_strictly(string word, string? id, bool valid) => Assert.Equal(valid, KillTarget.TryParse(word, id, out _));

    [Fact]
    public void A_name_that_is_too_long_is_no_target() => Assert.False(KillTarget.TryParse("tool", new string('a', KillTarget.MaxLength + 1), out _));

    private static KillSwitchSet Set(params KillSwitch[] switches) => new(switches);

    private static KillSwitch Thrown(KillKind kind, string id) => new(new(kind, id), Epoch, true, "why", "ada", Epoch);

    private static Principal Agent(string id, string? system) =>
        new(id, id, "ada", system is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [Principal.SystemTag] = system });
}
