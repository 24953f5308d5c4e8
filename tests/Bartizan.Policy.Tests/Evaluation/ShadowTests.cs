using Bartizan.Core.Results;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Tests.Support;

namespace Bartizan.Policy.Tests.Evaluation;

public sealed class ShadowTests
{
    [Fact]
    public void What_is_enforced_is_what_would_be_with_the_shadow_policies_removed()
    {
        var differed = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new RandomSyntax(seed);
            var parts = Enumerable.Range(0, 12).Select(i => Set(random, i)).ToList();
            var shadowed = parts.Where((_, i) => i % 3 == 0).Select(p => p.InShadow());
            var enforced = PolicySet.Combine(parts.Where((_, i) => i % 3 != 0));
            var engine = new PolicyEngine(PolicySet.Combine([enforced, .. shadowed]));
            var (without, all) = (new PolicyEngine(enforced), new PolicyEngine(PolicySet.Combine([enforced, .. parts.Where((_, i) => i % 3 == 0)])));
            for (var i = 0; i < 10; i++)
            {
                var request = new AuthorizationRequest(random.Uid(), random.Action(), random.Uid(), random.Record(2));
                var answer = engine.Authorize(request, EntityStore.Empty);
                Same(without.Authorize(request, EntityStore.Empty), answer);
                Same(all.Authorize(request, EntityStore.Empty), engine.Shadow!.Authorize(request, EntityStore.Empty));
                differed += answer.Allowed != engine.Shadow.Authorize(request, EntityStore.Empty).Allowed ? 1 : 0;
            }
        }

        Assert.True(differed > 100, "the shadow policies hardly ever mattered, so this tested nothing");
    }

    [Fact]
    public void Without_shadow_policies_there_is_nothing_to_ask_a_second_time() =>
        Assert.Null(new PolicyEngine(PolicySet.Parse("permit (principal, action, resource);")).Shadow);

    [Fact]
    public void A_shadow_permit_grants_nothing_and_a_shadow_forbid_stops_nothing()
    {
        Assert.False(Ask.Policies("""@mode("shadow") permit (principal, action, resource);""").Allowed);
        Assert.True(Ask.Policies("""permit (principal, action, resource); @mode("shadow") forbid (principal, action, resource);""").Allowed);
    }

    [Theory]
    [InlineData("""@mode("shadwo") forbid (principal, action, resource);""")]
    [InlineData("""@mode("Shadow") forbid (principal, action, resource);""")]
    [InlineData("""@mode forbid (principal, action, resource);""")]
    public void A_mode_that_is_not_known_is_refused_with_its_place(string text)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => PolicySet.Parse("\n" + text, "x.cedar")).Errors);
        Assert.Equal(("x.cedar", 2), (error.File, error.Line));
        Assert.Contains("mode", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explanation_shows_shadow_policies_but_they_determine_nothing()
    {
        var engine = new PolicyEngine(PolicySet.Parse("""@id("p") permit (principal, action, resource); @id("s") @mode("shadow") forbid (principal, action, resource);"""));
        var explanation = engine.Explain(Ask.Request, Ask.Entities);
        Assert.True(explanation.Answer.Allowed);
        Assert.Equal([("p", true), ("s", false)], explanation.Policies.Select(p => (p.Policy.Id, p.IsDetermining)));
    }

    private static PolicySet Set(RandomSyntax random, int number) =>
        PolicySet.Parse($"@id(\"p{number}\") {PolicyPrinter.Print(random.Policy())}");

    private static void Same(AuthorizationAnswer expected, AuthorizationAnswer actual)
    {
        Assert.Equal(expected.Allowed, actual.Allowed);
        Assert.Equal(expected.Reasons, actual.Reasons);
        Assert.Equal(expected.Errors, actual.Errors);
    }
}
