using Bartizan.Core.Identity;
using Bartizan.Identity.AuthZen.Configuration;

namespace Bartizan.Identity.Tests.AuthZen.Configuration;

public sealed class CallerRulesTests
{
    [Theory]
    [InlineData("a", "", "a", true, false)]
    [InlineData("a", "a", "a", true, true)]
    [InlineData("a", "a", "A", false, false)]
    [InlineData("a", "*", "a", true, true)]
    [InlineData("*", "a", "b", true, false)]
    [InlineData("", "", "a", false, false)]
    public void Named_agents_may_ask_and_those_trusted_may_tell(string callers, string tellers, string agent, bool mayAsk, bool mayTell)
    {
        var rules = new CallerRules(new AuthZenOptions { Callers = List(callers), AttributesFrom = List(tellers) });
        var principal = new Principal("agt_1", agent, "owner", new Dictionary<string, string>());
        Assert.Equal((mayAsk, mayTell), (rules.MayAsk(principal), rules.MayTell(principal)));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("a", false)]
    [InlineData("", false)]
    public void Who_has_no_key_may_tell_only_what_everybody_may(string tellers, bool expected) =>
        Assert.Equal(expected, new CallerRules(new AuthZenOptions { Anonymous = true, AttributesFrom = List(tellers) }).MayTell(null));

    private static string[] List(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
