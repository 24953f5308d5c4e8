namespace Bartizan.Policy.Tests.Validation;

public sealed class TypeCheckerTests
{
    [Theory]
    [InlineData("principal.name == \"x\" && principal.level + 1 < context.n * -2")]
    [InlineData("principal has boss && principal.boss.name like \"*\"")]
    [InlineData("if principal has boss then principal.boss.level == 1 else false")]
    [InlineData("principal has quota.used && principal.quota.used < principal.quota.max")]
    [InlineData("(principal has boss || principal has boss && true) && principal.boss.level == 1")]
    [InlineData("(if context.n == 1 then principal has boss else principal has boss) && principal.boss.level == 1")]
    [InlineData("context has path && context.path == \"x\" && context.more has any && context.more.any == \"x\"")]
    [InlineData("resource.hasTag(\"k\") && resource.getTag(\"k\").contains(1)")]
    [InlineData("resource.hasTag(principal.name) && resource.getTag(principal.name).isEmpty()")]
    [InlineData("principal in Team::\"t\" && principal in [Team::\"a\", Team::\"b\"] && action in Action::\"all\"")]
    [InlineData("principal is User in Org::\"o\"")]
    [InlineData("1 == \"x\" || true")]
    [InlineData("false && nonsense(1)")]
    [InlineData("resource.net.isInRange(ip(\"10.0.0.0/8\")) && principal.risk.lessThan(decimal(\"1.5\"))")]
    [InlineData("principal.since.offset(duration(\"1h\")) > datetime(\"2024-01-01\")")]
    [InlineData("resource.color == Color::\"red\"")]
    [InlineData("[principal, context.who].contains(resource.owner)")]
    [InlineData("{a: 1, b: principal} == {b: context.who, a: 2}")]
    [InlineData("[true, false].contains(context.n == 1)")]
    [InlineData("action == Action::\"read\" && action is Action")]
    public void What_cannot_fail_is_accepted(string condition)
    {
        var called = condition.Replace("nonsense(1)", "principal.nonsense", StringComparison.Ordinal);
        Assert.DoesNotContain(Checked.Condition(called), f => f.IsError);
    }

    [Theory]
    [InlineData("principal.nam == \"x\"", "User has no attribute nam.", "Did you mean name?")]
    [InlineData("context.pth == \"x\"", "The context of Action::\"read\" has no attribute pth.", "Did you mean path?")]
    [InlineData("principal.boss.level == 1", "The attribute boss of User may be missing.", "Test for it before: principal has boss && ….")]
    [InlineData("principal has boss || principal.boss.level == 1", "The attribute boss of User may be missing.", "")]
    [InlineData("!(principal has boss) && principal.boss.level == 1", "The attribute boss of User may be missing.", "")]
    [InlineData("!(principal has boss) || principal.boss.level > 1", "The attribute boss of User may be missing.", "")]
    [InlineData("(if context.n == 1 then principal has boss else false) && principal.boss.level == 1", "The attribute boss of User may be missing.", "")]
    [InlineData("principal has quota && principal.quota.used == 1", "The attribute used of principal.quota may be missing.", "principal.quota has used && …")]
    [InlineData("context.more.x == \"y\"", "The attribute x of context.more may be missing.", "context.more has x && …")]
    [InlineData("resource.getTag(\"k\") == [1]", "The tag \"k\" may be missing.", "resource.hasTag(\"k\") && …")]
    [InlineData("resource.hasTag(\"k\") && resource.getTag(\"l\") == [1]", "The tag \"l\" may be missing.", "")]
    [InlineData("principal.hasTag(\"k\") || principal.getTag(\"k\") == 1", "User has no tags.", "")]
    [InlineData("principal == 1", "== compares User with Long, which are never equal.", "")]
    [InlineData("resource.labels.contains(1)", "contains compares String with Long, which are never equal.", "")]
    [InlineData("resource.labels == []", "An empty set has no type.", "isEmpty()")]
    [InlineData("[1, \"x\"].contains(1)", "This set holds Long, and here String.", "")]
    [InlineData("[principal, resource].contains(principal)", "This set holds User, and here Doc.", "")]
    [InlineData("(if context.n == 1 then 1 else \"x\") == 1", "then gives Long, else gives String.", "Both must have one type.")]
    [InlineData("{a: 1} == {b: 1}", "== compares {a: Long} with {b: Long}, which are never equal.", "")]
    [InlineData("principal.name < \"x\"", "< compares two of Long, datetime or duration, not String with String.", "")]
    [InlineData("principal.risk < decimal(\"1.0\")", "< compares two of Long, datetime or duration, not decimal with decimal.", "lessThan")]
    [InlineData("principal.name + \"x\" == \"y\"", "+ needs a Long, but principal.name is String.", "Texts cannot be joined")]
    [InlineData("ip(principal.name).isIpv4()", "ip needs its text written out here.", "Let the context hold ipaddr")]
    [InlineData("decimal(\"1.23456\").lessThan(principal.risk)", "\"1.23456\" is no decimal.", "")]
    [InlineData("principal.name in Team::\"t\"", "in needs an entity, but principal.name is String.", "")]
    [InlineData("principal in resource.labels", "in needs an entity or a set of entities, but resource.labels is Set<String>.", "set.contains(value)")]
    [InlineData("context.n", "when needs a Bool, but context.n is Long.", "")]
    [InlineData("context.n && true", "&& needs a Bool, but context.n is Long.", "")]
    [InlineData("principal is Usr", "The schema has no entity type Usr.", "Did you mean User?")]
    [InlineData("principal in Taem::\"x\"", "The schema has no entity type Taem.", "Did you mean Team?")]
    [InlineData("action == Action::\"raed\"", "The schema has no action Action::\"raed\".", "Did you mean Action::\"read\"?")]
    [InlineData("resource.color == Color::\"rad\"", "Color has no \"rad\".", "Did you mean red?")]
    [InlineData("false && principal is Nope", "The schema has no entity type Nope.", "")]
    [InlineData("action.name == \"read\"", "Action has no attribute name.", "")]
    public void What_can_fail_is_told_with_a_way_out(string condition, string what, string fix)
    {
        var errors = Checked.Condition(condition).Where(f => f.IsError).ToList();
        Assert.Contains(errors, f => f.Problem.What.Contains(what, StringComparison.Ordinal) && f.Problem.Fix.Contains(fix, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{a: principal}.a has boss && {a: principal}.a.boss.level == 1")]
    [InlineData("(if context.n != 1 then principal else context.who) has boss && (if !(context.n == 1) then principal else context.who).boss.level == 1")]
    [InlineData("(if context.n > 1 then principal else context.who) has boss && (if !(context.n <= 1) then principal else context.who).boss.level == 1")]
    public void A_test_counts_for_what_means_the_same_by_its_form(string condition) => Assert.DoesNotContain(Checked.Condition(condition), f => f.IsError);
}
