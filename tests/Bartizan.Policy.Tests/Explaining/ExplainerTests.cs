using Bartizan.Policy.Explaining;
using Bartizan.Policy.Tests.Support;

namespace Bartizan.Policy.Tests.Explaining;

public sealed class ExplainerTests
{
    [Fact]
    public void Every_policy_that_applies_is_explained_and_the_others_counted()
    {
        var explanation = Explain("""
            @id("yes") permit (principal, action, resource);
            @id("no") forbid (principal is Agent, action, resource) when { context.count > 100 };
            @id("broken") forbid (principal, action, resource) when { context.nothing };
            @id("elsewhere") forbid (principal == User::"x", action, resource);
            """);
        Assert.True(explanation.Answer.Allowed);
        Assert.Equal(1, explanation.NotApplicable);
        Assert.Equal(
            [("yes", PolicyOutcome.Satisfied, true), ("no", PolicyOutcome.NotSatisfied, false), ("broken", PolicyOutcome.Error, false)],
            explanation.Policies.Select(p => (p.Policy.Id, p.Outcome, p.IsDetermining)));
        Assert.Equal("The record has no attribute nothing.", explanation.Policies[2].Error);
        Assert.Equal(["principal is Agent", "action", "resource"], explanation.Policies[1].Head);
    }

    [Fact]
    public void A_condition_is_explained_down_to_the_values_it_read()
    {
        var reason = Explain("""permit (principal, action, resource) when { context.count > 100 || principal.owner.mail like "*@example.com" || context.flag };""")
            .Policies[0].Conditions[0].Reason;
        Assert.Equal(ReasonOutcome.True, reason.Outcome);
        Assert.Equal([ReasonOutcome.False, ReasonOutcome.True, ReasonOutcome.NotReached], reason.Parts.Select(p => p.Outcome));
        Assert.Equal(("context.count", "7"), (reason.Parts[0].Parts[0].Text, reason.Parts[0].Parts[0].Value));
        Assert.Equal("\"ana@example.com\"", reason.Parts[1].Parts[0].Value);
    }

    [Fact]
    public void An_unless_that_holds_keeps_its_policy_from_passing()
    {
        var conditions = Explain("permit (principal, action, resource) when { true } unless { context.flag } when { true };").Policies[0].Conditions;
        Assert.Equal([true, false, null], conditions.Select(c => c.Holds));
        Assert.Equal(ReasonOutcome.NotReached, conditions[2].Reason.Outcome);
    }

    [Fact]
    public void Only_the_branch_that_was_taken_is_told()
    {
        var reason = Explain("permit (principal, action, resource) when { if context.flag then context.count == 7 else context.nothing };").Policies[0].Conditions[0].Reason;
        Assert.Equal([ReasonOutcome.True, ReasonOutcome.True, ReasonOutcome.NotReached], reason.Parts.Select(p => p.Outcome));
    }

    private static Explanation Explain(string policies) => new PolicyEngine(PolicySet.Parse(policies)).Explain(Ask.Request, Ask.Entities);
}
