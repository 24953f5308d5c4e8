using Bartizan.Policy.Validation;

namespace Bartizan.Policy.Tests.Validation;

public sealed class PolicyValidatorTests
{
    [Fact]
    public void Every_error_of_every_policy_is_told_at_its_place()
    {
        var findings = Checked.Policies("""
            permit (principal == User::"a", action, resource);  @id("two") permit (
              principal is Usr, action in [Action::"read", Action::"raed"], resource in Nope::"x"
            ) when { context.nope == 1 }
              unless { principal has boss && principal.bos.level == resource.owner.lvel };
            """);
        Assert.Equal(
            [
                (2, 16, "The schema has no entity type Usr."),
                (2, 48, "The schema has no action Action::\"raed\"."),
                (2, 77, "The schema has no entity type Nope."),
            ],
            findings.Where(f => f.IsError).Select(f => (f.Problem.Line, f.Problem.Column, f.Problem.What)));
        Assert.All(findings, f => Assert.Equal(("two", "p.cedar"), (f.PolicyId, f.Problem.File)));
    }

    [Fact]
    public void Conditions_are_checked_for_each_kind_of_request_and_told_once()
    {
        var errors = Checked.Policies("""
              @id("x") permit (principal, action, resource)
            when { principal.level > 1 && principal.nothing };
            """).Where(f => f.IsError).ToList();
        Assert.Equal(
            [
                (2, 8, "Bot has no attribute level (for principal Bot, Action::\"read\", resource Doc, and for principal Bot, Action::\"write\", resource Doc)."),
                (2, 31, "User has no attribute nothing (for principal User, Action::\"read\", resource Doc and 2 more kinds of request)."),
                (2, 31, "Bot has no attribute nothing (for principal Bot, Action::\"read\", resource Doc, and for principal Bot, Action::\"write\", resource Doc)."),
            ],
            errors.Select(f => (f.Problem.Line, f.Problem.Column, f.Problem.What)));
        Assert.Equal("p.cedar:2:8: x: " + errors[0].Problem.What + " The attributes are owner, name.", errors[0].ToString());
    }

    [Theory]
    [InlineData("permit (principal is Team, action, resource);", "fits its head")]
    [InlineData("permit (principal, action == Action::\"all\", resource);", "fits its head")]
    [InlineData("permit (principal == Team::\"x\", action == Action::\"read\", resource);", "fits its head")]
    [InlineData("permit (principal in Color::\"red\", action, resource);", "fits its head")]
    [InlineData("permit (principal, action == Action::\"join\", resource is Doc);", "fits its head")]
    [InlineData("permit (principal, action, resource) when { principal is Team };", "false for every request")]
    [InlineData("permit (principal, action == Action::\"join\", resource) when { context has path };", "false for every request")]
    [InlineData("permit (principal, action, resource) unless { principal is User || principal is Bot };", "false for every request")]
    public void A_policy_that_can_never_apply_is_a_warning(string policy, string what)
    {
        var finding = Assert.Single(Checked.Policies(policy));
        Assert.False(finding.IsError);
        Assert.Contains(what, finding.Problem.What, StringComparison.Ordinal);
        Assert.Equal((1, 1), (finding.Problem.Line, finding.Problem.Column));
    }

    [Theory]
    [InlineData("permit (principal in Team::\"x\", action in Action::\"all\", resource) when { context.n == 1 };")]
    [InlineData("permit (principal, action in [Action::\"read\", Deep::Action::\"peek\"], resource) when { principal.name != \"\" };")]
    [InlineData("permit (principal is Bot in Org::\"x\", action, resource) when { principal.owner.level > 0 };")]
    [InlineData("forbid (principal, action, resource == Team::\"x\") when { resource.rank > 0 && principal.level > 0 };")]
    [InlineData("permit (principal == ?principal, action, resource in ?resource) when { principal has name };")]
    public void The_head_narrows_what_the_conditions_are_checked_for(string policy) => Assert.Empty(Checked.Policies(policy));

    [Fact]
    public void What_one_condition_tests_holds_in_the_next()
    {
        Assert.Empty(Checked.Policies("permit (principal is User, action, resource) when { principal has boss } when { principal.boss.level > 1 };"));
        Assert.Single(Checked.Policies("permit (principal is User, action, resource) unless { principal has boss } when { principal.boss.level > 1 };"));
    }

    [Fact]
    public void An_empty_list_of_actions_is_an_error() =>
        Assert.Contains(Checked.Policies("permit (principal, action in [], resource);"), f => f.IsError && f.Problem.What == "The list of actions is empty.");

    [Fact]
    public void A_link_of_a_template_is_told_of_only_for_what_is_its_own()
    {
        var set = PolicySet.Parse("\n@id(\"t\") permit (principal in ?principal, action, resource) when { principal.nope };", "t.cedar");
        var report = PolicyValidator.Validate(set.Link("t", "bad", new EntityUid("Tema", "x")).Link("t", "good", new EntityUid("Team", "x")), Checked.Schema);
        var own = Assert.Single(report.Errors, f => f.PolicyId == "bad" && f.Problem.What.Contains("Tema", StringComparison.Ordinal));
        Assert.Equal(("t.cedar", 2), (own.Problem.File, own.Problem.Line));
        Assert.DoesNotContain(report.Errors, f => f.PolicyId == "good");
        Assert.Equal(2, report.Errors.Count(f => f.PolicyId == "t"));
    }

    [Fact]
    public void Policies_from_json_are_named_without_a_place()
    {
        var json = PolicySet.Parse("permit (principal, action, resource) when { principal.nope == 1 };").ToJson();
        var finding = PolicyValidator.Validate(PolicySet.FromJson(json, "p.json"), Checked.Schema).Errors.First();
        Assert.Equal(("p.json", 0, 0), (finding.Problem.File, finding.Problem.Line, finding.Problem.Column));
    }
}
