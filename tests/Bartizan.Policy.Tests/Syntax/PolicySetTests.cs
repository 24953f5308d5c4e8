using Bartizan.Core.Results;

namespace Bartizan.Policy.Tests.Syntax;

public sealed class PolicySetTests
{
    [Fact]
    public void A_policy_knows_its_text_place_and_annotations()
    {
        var policy = PolicySet.Parse("""

            // about this
            @id("first") @message("Say \"no\"") @flag
            forbid (principal, action, resource)
            when { true };
            """, "a.cedar").Policies[0];
        Assert.Equal(("first", Effect.Forbid, "a.cedar", 3), (policy.Id, policy.Effect, policy.File, policy.Line));
        Assert.Equal("Say \"no\"", policy.Annotations["message"]);
        Assert.Equal("", policy.Annotations["flag"]);
        Assert.StartsWith("@id(\"first\")", policy.Text, StringComparison.Ordinal);
        Assert.EndsWith("when { true };", policy.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Policies_without_an_id_are_numbered_by_their_place()
    {
        const string Text = "permit (principal, action, resource); @id(\"x\") permit (principal, action, resource); permit (principal, action, resource);";
        Assert.Equal(["policy0", "x", "policy2"], PolicySet.Parse(Text).Policies.Select(p => p.Id));
        Assert.Equal(["policy0", "policy1", "policy2"], PolicySet.Parse(Text, ids: PolicyIds.Numbered).Policies.Select(p => p.Id));
    }

    [Fact]
    public void Sets_are_combined_with_numbers_that_go_on()
    {
        var one = PolicySet.Parse("permit (principal, action, resource);");
        var two = PolicySet.Parse("@id(\"x\") permit (principal, action, resource); permit (principal, action, resource);");
        Assert.Equal(["policy0", "x", "policy2"], PolicySet.Combine([one, two]).Policies.Select(p => p.Id));
        var e = Assert.Throws<InputException>(() => PolicySet.Combine([two, two]));
        Assert.StartsWith("The policy id x is used twice", e.Errors[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_decides_only_where_it_is_linked()
    {
        var templates = PolicySet.Parse("@id(\"t\") permit (principal == ?principal, action, resource in ?resource) when { context.flag };");
        Assert.Empty(templates.Policies);
        Assert.True(templates.Templates[0].IsTemplate);
        var linked = templates.Link("t", "for-bot", new EntityUid("Agent", "bot"), new EntityUid("Server", "web")).Link("t", "for-other", new EntityUid("Agent", "other"), new EntityUid("Server", "web"));
        var answer = new PolicyEngine(linked).Authorize(Support.Ask.Request, Support.Ask.Entities);
        Assert.Equal(["for-bot"], answer.Reasons);
        Assert.Equal(linked.ToJson(), PolicySet.FromJson(linked.ToJson()).ToJson());
    }

    [Fact]
    public void Links_that_do_not_fit_their_template_are_refused()
    {
        var set = PolicySet.Parse("@id(\"t\") permit (principal == ?principal, action, resource);");
        var uid = new EntityUid("Agent", "bot");
        Assert.Throws<InputException>(() => set.Link("nope", "x", uid));
        Assert.Throws<InputException>(() => set.Link("t", "x"));
        Assert.Throws<InputException>(() => set.Link("t", "x", uid, uid));
        Assert.Throws<InputException>(() => set.Link("t", "t", uid));
    }

    [Theory]
    [InlineData("permit (principal,action,resource,);")]
    [InlineData("permit (principal == permit::when::\"x\", action in [Action::\"a\",], resource is R in A :: B::\"\");")]
    [InlineData("@if(\"x\") permit (principal, action, resource) when { {\"if\": 1, a: 2,}.a == 2 && [1,].contains(1,) };")]
    [InlineData("permit (principal, action, resource) when { \"\\x41\\u{1F600}\\0\\'\\n\" == \"a\nb\" || context has \"a b\" };")]
    [InlineData("permit (principal, action, resource) when { ip() == ip(\"a\", \"b\") }; // wrong arity is known at evaluation")]
    public void Unusual_forms_of_the_language_are_read(string text)
    {
        var set = PolicySet.Parse(text);
        Assert.Equal(set.ToJson(), PolicySet.Parse(set.ToCedar()).ToJson());
    }

    [Fact]
    public void It_lists_the_actions_that_policies_name() => Assert.Equal(
        ["Action::\"b\"", "Action::\"a\"", "N::Action::\"c\""],
        PolicySet.Parse("""
            permit(principal, action in [Action::"b", Action::"a"], resource);
            permit(principal == U::"x", action, resource) when { [N::Action::"c", Action::"a"].contains(action) && resource == U::"y" };
            """).NamedActions().Select(a => a.ToString()));
}
