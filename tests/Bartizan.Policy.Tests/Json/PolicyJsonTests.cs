using Bartizan.Core.Results;

namespace Bartizan.Policy.Tests.Json;

public sealed class PolicyJsonTests
{
    [Fact]
    public void A_policy_is_written_in_the_published_format()
    {
        const string Text = """
            @id("a") @b permit (principal is A::B in C::"x", action in [Action::"a"], resource == D::"y")
            when { principal.a has d.e && context like "a*b\*" || !(1 + 2 <= -5) } unless { ip("::1").isInRange(ip("::/0")) || [].isEmpty() };
            """;
        Assert.Equal(
            """
            {"effect":"permit","principal":{"op":"is","entity_type":"A::B","in":{"entity":{"type":"C","id":"x"}}},"action":{"op":"in","entities":[{"type":"Action","id":"a"}]},"resource":{"op":"==","entity":{"type":"D","id":"y"}},"conditions":[{"kind":"when","body":{"||":{"left":{"&&":{"left":{"has":{"left":{".":{"left":{"Var":"principal"},"attr":"a"}},"attr":["d","e"]}},"right":{"like":{"left":{"Var":"context"},"pattern":[{"Literal":"a"},"Wildcard",{"Literal":"b*"}]}}}},"right":{"!":{"arg":{"<=":{"left":{"+":{"left":{"Value":1},"right":{"Value":2}}},"right":{"Value":-5}}}}}}}},{"kind":"unless","body":{"||":{"left":{"isInRange":[{"ip":[{"Value":"::1"}]},{"ip":[{"Value":"::/0"}]}]},"right":{"isEmpty":{"arg":{"Set":[]}}}}}}],"annotations":{"id":"a","b":""}}
            """,
            PolicySet.Parse(Text).Policies[0].ToJson());
    }

    [Theory]
    [InlineData("""{"Value":[1,{"a":2}]}""", "[1, {a: 2}]")]
    [InlineData("""{"Value":{"__extn":{"fn":"decimal","arg":"1.5"}}}""", "decimal(\"1.5\")")]
    [InlineData("""{"Value":{"__entity":{"type":"User","id":"a"}}}""", "User::\"a\"")]
    [InlineData("""{"has":{"left":{"Var":"principal"},"attr":["a","b"]}}""", "principal has a.b")]
    [InlineData("""{"like":{"left":{"Value":"a"},"pattern":["Wildcard",{"Literal":"a"},{"Literal":"*"}]}}""", "\"a\" like \"*a\\*\"")]
    [InlineData("""{"neg":{"arg":{"Value":5}}}""", "-(5)")]
    [InlineData("""{".":{"left":{"Value":-5},"attr":"a b"}}""", "(-5)[\"a b\"]")]
    [InlineData("""{"&&":{"left":{"Value":true},"right":{"&&":{"left":{"Value":true},"right":{"Value":false}}}}}""", "true && (true && false)")]
    [InlineData("""{"is":{"left":{"Var":"principal"},"entity_type":"A","in":{"Var":"resource"}}}""", "principal is A in resource")]
    public void Expressions_are_read(string json, string text) =>
        Assert.EndsWith($"when {{ {text} }};\n", PolicySet.FromJson(Policy(json)).Policies[0].ToCedar(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"foo":[{"Value":1}]}""", "conditions[0].body.foo: There is no such operator or function.")]
    [InlineData("""{"Value":1.5}""", "conditions[0].body.Value: 1.5 is not a 64-bit integer.")]
    [InlineData("""{"Var":"me"}""", "conditions[0].body.Var: This is no variable.")]
    [InlineData("""{"==":{"left":{"Value":1}}}""", "conditions[0].body.==: The field right is missing.")]
    [InlineData("""{}""", "conditions[0].body: An expression has exactly one field, its operator.")]
    public void Expressions_that_are_wrong_are_explained_with_their_path(string json, string what)
    {
        var e = Assert.Throws<InputException>(() => PolicySet.FromJson(Policy(json), "p.json"));
        Assert.Equal(("p.json", what), (e.Errors[0].File, e.Errors[0].What));
    }

    [Fact]
    public void What_is_nested_too_deep_is_refused_before_the_stack_feels_it()
    {
        var deep = $"{string.Concat(Enumerable.Repeat("{\"!\":{\"arg\":", 10_000))}{{\"Value\":true}}{new string('}', 20_000)}";
        var e = Assert.Throws<InputException>(() => PolicySet.FromJson(Policy(deep)));
        Assert.Contains("nested more than 256 levels", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_may_hold_policies_as_text()
    {
        var set = PolicySet.FromJson("""{"staticPolicies":{"p1":"permit(principal, action, resource);"},"templates":{},"templateLinks":[]}""");
        Assert.Equal("p1", Assert.Single(set.Policies).Id);
    }

    private static string Policy(string body) =>
        $$"""{"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},"resource":{"op":"All"},"conditions":[{"kind":"when","body":{{body}}}]}""";
}
