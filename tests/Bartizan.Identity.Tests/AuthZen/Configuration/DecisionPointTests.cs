using Bartizan.Core.Results;

namespace Bartizan.Identity.Tests.AuthZen.Configuration;

public sealed class DecisionPointTests
{
    private const string Schema = "entity user { age: Long }; action read appliesTo { principal: user, resource: user };";

    [Fact]
    public void Policies_and_entities_that_do_not_fit_the_schema_are_refused_together()
    {
        var error = Assert.Throws<InputException>(() => Points.Of(
            """@id("typo") permit(principal is user, action, resource) when { principal.aeg == 1 };""",
            """[{"uid": {"type": "user", "id": "a"}, "attrs": {"age": "old"}}]""",
            Schema,
            Points.Options with { Entities = "e.json" }));
        Assert.Collection(
            error.Errors,
            policy => Assert.Equal(("p.cedar", 1), (policy.File, policy.Line)),
            entity => Assert.Contains("age", Assert.Single([entity], e => e.File == "e.json").What, StringComparison.Ordinal));
    }

    [Fact]
    public void What_fits_is_compiled() => Assert.Equal(2, Points.Of("permit(principal, action, resource);", """[{"uid": {"type": "user", "id": "a"}, "attrs": {"age": 1}}]""", Schema).Entities.Count);

    [Fact]
    public void Policies_that_ask_about_the_past_are_refused_by_name()
    {
        var error = Assert.Throws<InputException>(() => Points.Of("permit(principal, action, resource);\n@id(\"often\") forbid(principal, action, resource) when history { count within 1h event() > 3 };"));
        var only = Assert.Single(error.Errors);
        Assert.Equal(("p.cedar", 2), (only.File, only.Line));
        Assert.Contains("often", only.What, StringComparison.Ordinal);
    }
}
