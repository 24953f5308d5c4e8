using Bartizan.Identity.AuthZen.Deciding;

namespace Bartizan.Identity.Tests.AuthZen.Deciding;

public sealed class DeciderTests
{
    private const string Admins = """permit(principal, action, resource) when { principal.role == "admin" };""";
    private const string Alice = """[{"uid": {"type": "user", "id": "alice"}, "attrs": {"role": "clerk"}, "parents": [{"type": "team", "id": "t"}]}]""";

    [Theory]
    [InlineData("alice", true, false)] // stored as a clerk
    [InlineData("nobody", true, true)] // nothing stored
    [InlineData("nobody", false, false)] // nothing stored, and the caller's word does not count
    public void What_is_stored_wins_over_what_is_told(string id, bool mayTell, bool expected) =>
        Assert.Equal(expected, Decide(Admins, Alice, null, id, """{"role": "admin"}""", mayTell).Allowed);

    [Fact]
    public void What_is_told_adds_to_what_is_stored_and_groups_stay()
    {
        var decided = Decide("""permit(principal in team::"t", action, resource) when { principal.role == "clerk" && principal.badge == 7 };""", Alice, null, "alice", """{"badge": 7, "role": "x"}""", true);
        Assert.True(decided.Allowed);
        Assert.Equal(["subject.properties.role"], decided.Ignored);
    }

    [Fact]
    public void A_policy_that_fails_is_ignored_and_reported()
    {
        var decided = Decide("""@id("ok") permit(principal, action, resource); @id("fails") forbid(principal, action, resource) when { principal.x };""", Alice, null, "alice", "{}", true);
        Assert.True(decided.Allowed);
        Assert.Equal("fails", Assert.Single(decided.Answer.Errors).PolicyId);
    }

    [Theory]
    [InlineData("user", """{"role": 7}""", "role")]
    [InlineData("ghost", "{}", "ghost")]
    [InlineData("user", """{"nick": "x"}""", "role")] // told something of an entity that is not stored, but not what it must have
    public void What_does_not_fit_the_schema_is_denied_without_asking(string type, string properties, string about)
    {
        var decided = Decide("permit(principal, action, resource);", "[]", "entity user { role: String, nick?: String }; action read appliesTo { principal: user, resource: user };", "x", properties, true, type);
        Assert.False(decided.Allowed);
        Assert.Contains(about, decided.Error, StringComparison.Ordinal);
    }

    private static Decided Decide(string policies, string entities, string? schema, string id, string properties, bool mayTell, string type = "user")
    {
        var point = Points.Of(policies, entities, schema);
        return Decider.Decide(point, Points.Question(
            point, $$$"""{"subject": {"type": "{{{type}}}", "id": "{{{id}}}", "properties": {{{properties}}} }, "action": {"name": "read"}, "resource": {"type": "user", "id": "r"}}""", mayTell));
    }
}
