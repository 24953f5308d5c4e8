using Bartizan.Policy.Tests.Support;

namespace Bartizan.Policy.Tests.Evaluation;

public sealed class DecisionTests
{
    [Fact]
    public void Nothing_is_allowed_without_a_permit()
    {
        var answer = Ask.Policies("");
        Assert.False(answer.Allowed);
        Assert.Empty(answer.Reasons);
    }

    [Fact]
    public void A_forbid_overrides_every_permit_and_alone_is_the_reason()
    {
        var answer = Ask.Policies("""
            @id("open") permit (principal, action, resource);
            @id("shut") forbid (principal in Org::"acme", action == Action::"call", resource is Tool in Server::"web");
            """);
        Assert.False(answer.Allowed);
        Assert.Equal(["shut"], answer.Reasons);
        Assert.Equal("shut", Assert.Single(answer.Determining).Id);
    }

    [Fact]
    public void All_satisfied_permits_are_reasons_in_file_order()
    {
        var answer = Ask.Policies("""
            permit (principal == Agent::"bot", action, resource);
            permit (principal == Agent::"other", action, resource);
            permit (principal, action in [Action::"x", Action::"call"], resource);
            permit (principal, action, resource) when { context.count == 7 };
            """);
        Assert.True(answer.Allowed);
        Assert.Equal(["policy0", "policy2", "policy3"], answer.Reasons);
        Assert.Equal(answer.Reasons, answer.Determining.Select(p => p.Id));
    }

    [Fact]
    public void A_policy_that_fails_is_ignored_and_reported()
    {
        var answer = Ask.Policies("""
            @id("good") permit (principal, action, resource);
            @id("bad") forbid (principal, action, resource) when { context.nothing };
            @id("elsewhere") forbid (principal == User::"x", action, resource) when { context.nothing };
            """);
        Assert.True(answer.Allowed);
        Assert.Equal(["good"], answer.Reasons);
        Assert.Equal(new PolicyError("bad", "The record has no attribute nothing."), Assert.Single(answer.Errors));
    }

    [Theory]
    [InlineData("when { true } when { true }", true)]
    [InlineData("when { true } unless { false }", true)]
    [InlineData("when { true } unless { true }", false)]
    [InlineData("unless { false } when { false }", false)]
    public void Every_condition_must_let_the_policy_pass(string conditions, bool allowed) =>
        Assert.Equal(allowed, Ask.Policies($"permit (principal, action, resource) {conditions};").Allowed);

    [Fact]
    public void A_policy_for_no_action_never_applies() =>
        Assert.False(Ask.Policies("permit (principal, action in [], resource);").Allowed);
}
