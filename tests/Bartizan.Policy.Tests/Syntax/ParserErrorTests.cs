using Bartizan.Core.Results;

namespace Bartizan.Policy.Tests.Syntax;

public sealed class ParserErrorTests
{
    [Theory]
    [InlineData("permit (principal, action resource);", 1, 27, "Expected a comma, found resource.")]
    [InlineData("permit (action, principal, resource);", 1, 9, "Expected principal, found action.")]
    [InlineData("Permit (principal, action, resource);", 1, 1, "Expected permit or forbid, found Permit.")]
    [InlineData("permit (principal, action, resource)", 1, 37, "Expected ; or when or unless, found the end of the text.")]
    [InlineData("permit (principal, action == Foo::\"x\", resource);", 1, 30, "Foo::\"x\" is not an action.")]
    [InlineData("permit (principal in [A::\"x\"], action, resource);", 1, 22, "principal takes one entity, not a list.")]
    [InlineData("permit (principal == ?resource, action, resource);", 1, 22, "?resource cannot fill principal.")]
    [InlineData("permit (principal == ?who, action, resource);", 1, 22, "?who is not a slot.")]
    [InlineData("@a(\"1\") @a(\"2\") permit (principal, action, resource);", 1, 10, "The annotation @a is given twice.")]
    [InlineData("permit (principal, action, resource) when { };", 1, 45, "The condition is empty.")]
    [InlineData("permit (principal, action, resource) while { true };", 1, 38, "Expected when or unless, found while.")]
    public void Heads_that_are_wrong_are_explained(string text, int line, int column, string what) => Check(text, line, column, what);

    [Theory]
    [InlineData("context.a = 1", "Cedar has no operator =.")]
    [InlineData("1 / 2 == 1", "Cedar has no operator /.")]
    [InlineData("true & true", "Cedar has no operator &.")]
    [InlineData("1 == 1 == 1", "== cannot follow another comparison.")]
    [InlineData("1 in 2 has a", "has cannot follow another comparison.")]
    [InlineData("foo == 1", "foo is not a variable.")]
    [InlineData("principal.if", "if is a reserved word and cannot be an attribute or method.")]
    [InlineData("{like: 1} == 1", "like is a reserved word and cannot be a record key.")]
    [InlineData("{a: 1, \"a\": 2} == 1", "The key a is given twice.")]
    [InlineData("true && if true then true else true", "An if inside an expression needs parentheses.")]
    [InlineData("if true then true", "Expected else, found }.")]
    [InlineData("principal is \"User\"", "An entity type stands without quotes.")]
    [InlineData("principal is User::\"a\"", "is takes an entity type, not an entity.")]
    [InlineData("principal == ?principal", "The slot ?principal cannot stand in a condition.")]
    [InlineData("9223372036854775808 == 1", "The number 9223372036854775808 does not fit 64 bits.")]
    [InlineData("!!!!!true", "5 signs ! in a row.")]
    [InlineData("context like context", "Expected a pattern in quotes after like, found context.")]
    [InlineData("\"\\q\" == \"\"", "\\q is no escape in a string.")]
    [InlineData("\"\\*\" == \"\"", "\\* is no escape in a string.")]
    [InlineData("\"\\u{D800}\" == \"\"", "\\u is no escape in a string.")]
    [InlineData("isIpv4(ip(\"::1\"))", "isIpv4 is a method, not a function.")]
    [InlineData("\"::1\".ip()", "ip is a function, not a method.")]
    [InlineData("nope(1)", "There is no function nope.")]
    [InlineData("principal.nope(1)", "There is no method nope.")]
    [InlineData("[].contains()", "contains takes 1 arguments, not 0.")]
    [InlineData("[].isEmpty(1)", "isEmpty takes 0 arguments, not 1.")]
    [InlineData("principal[0]", "Expected an attribute name in quotes, found 0.")]
    [InlineData("é == 1", "The character U+00E9 has no meaning here.")]
    [InlineData("true true", "Expected } or an operator, found true.")]
    public void Conditions_that_are_wrong_are_explained(string expression, string what)
    {
        var e = Assert.Throws<InputException>(() => PolicySet.Parse($"permit (principal, action, resource) when {{ {expression} }};", "p.cedar"));
        Assert.Contains(what, e.Errors.Select(error => error.What));
        Assert.All(e.Errors, error => Assert.Equal(("p.cedar", 1), (error.File, error.Line)));
    }

    [Fact]
    public void Several_errors_are_reported_at_once_in_order_of_place()
    {
        var e = Assert.Throws<InputException>(() => PolicySet.Parse("""
            permit (principal, action resource);
            permit (principal, action, resource) when { foo == bar };
            permit (principal, action, resource)
            forbid (principal, action, resource) when { context.a.nope() };
            permit (principal, action, resource) when { "unclosed };
            """));
        Assert.Equal([1, 2, 2, 4, 4, 5, 5], e.Errors.Select(error => error.Line));
    }

    [Fact]
    public void What_is_nested_too_deep_is_refused_before_the_stack_feels_it()
    {
        foreach (var (open, close) in new[] { ("(", ")"), ("[", "]"), ("{a: ", "}"), ("!(", ")"), ("if true then true else (", ")"), ("[1].contains(", ")") })
        {
            var deep = $"{string.Concat(Enumerable.Repeat(open, 100_000))}true{string.Concat(Enumerable.Repeat(close, 100_000))}";
            var e = Assert.Throws<InputException>(() => PolicySet.Parse($"permit (principal, action, resource) when {{ {deep} }};"));
            Assert.StartsWith("This is nested more than 256 levels deep.", e.Errors[0].What, StringComparison.Ordinal);
        }

        foreach (var long_ in new[] { string.Concat(Enumerable.Repeat("1 + ", 100_000)) + "1", "context" + string.Concat(Enumerable.Repeat(".a", 100_000)) })
        {
            Assert.Throws<InputException>(() => PolicySet.Parse($"permit (principal, action, resource) when {{ {long_} == 1 }};"));
        }
    }

    [Fact]
    public void Long_chains_of_and_and_or_are_no_depth()
    {
        var chain = string.Join(" || ", Enumerable.Range(0, 20_000).Select(i => $"context.n == {i} && true"));
        var policies = PolicySet.Parse($"permit (principal, action, resource) when {{ {chain} }};");
        Assert.Equal(policies.ToJson(), PolicySet.FromJson(policies.ToJson()).ToJson());
        Assert.Equal(policies.ToCedar(), PolicySet.Parse(policies.ToCedar()).ToCedar());
    }

    [Fact]
    public void The_deepest_policy_that_is_accepted_runs_on_a_small_stack()
    {
        var text = $"permit (principal, action, resource) when {{ {string.Concat(Enumerable.Repeat("!(", 250))}true{new string(')', 250)} }};";
        var allowed = false;
        var thread = new Thread(
            () =>
            {
                var policies = PolicySet.FromJson(PolicySet.Parse(PolicySet.Parse(text).ToCedar()).ToJson());
                var engine = new PolicyEngine(policies);
                engine.Explain(Support.Ask.Request, Support.Ask.Entities);
                allowed = engine.Authorize(Support.Ask.Request, Support.Ask.Entities).Allowed;
            },
            maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(allowed);
    }

    private static void Check(string text, int line, int column, string what)
    {
        var e = Assert.Throws<InputException>(() => PolicySet.Parse(text, "p.cedar"));
        Assert.Contains(new InputError(what, "", "p.cedar", line, column), e.Errors.Select(error => error with { Fix = "" }));
        Assert.All(e.Errors, error => Assert.NotEmpty(error.Fix));
    }
}
