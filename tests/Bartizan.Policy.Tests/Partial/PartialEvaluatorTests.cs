using Bartizan.Policy.Entities;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Tests.Corpus;
using Bartizan.Policy.Tests.Support;
using Bartizan.Policy.Values;
using Bartizan.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Policy.Tests.Partial;

public sealed class PartialEvaluatorTests
{
    /// <summary>The law: what is left answers as the whole did, once the rest is known.</summary>
    [Fact]
    public void The_residual_with_the_unknown_filled_in_answers_as_the_policies_did()
    {
        var (decided, left) = (0, 0);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new RandomSyntax(seed);
            var policies = PolicySet.Combine(Enumerable.Range(0, 4).Select(i => PolicySet.Parse($"@id(\"p{i}\") {PolicyPrinter.Print(random.Policy())}")));
            var entities = World(random);
            for (var i = 0; i < 4; i++)
            {
                var request = new AuthorizationRequest(random.Uid(), random.Action(), random.Uid(), random.Record(2));
                var answer = Same(policies, request, Hide(request, random), entities);
                (decided, left) = (decided + (answer.Allowed is null ? 0 : 1), left + (answer.Allowed is null ? 1 : 0));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500).WithEndSize(1_000_000));
        Assert.True(decided > 500 && left > 500, $"{decided} decided, {left} left: this tested one side only");
    }

    [SharedDataFact("cedar/corpus-dev.tar.gz")]
    public void The_law_holds_over_the_corpora()
    {
        var random = new RandomSyntax(1);
        foreach (var test in CorpusFiles.FuzzMade.Value.Concat(CorpusFiles.Agents.Value))
        {
            Same(test.Policies, test.Requests[0].Request, Hide(test.Requests[0].Request, random), test.Entities);
        }
    }

    [Fact]
    public void What_is_known_is_decided_and_the_rest_stays_readable()
    {
        var policies = PolicySet.Parse("""
            @id("no") permit (principal is Tool, action, resource);
            @id("a") permit (principal in Team::"red", action, resource is Tool) when { context.count > 5 && resource.cost < context.count && context.later == 1 };
            @id("b") forbid (principal, action, resource) when { context.flag } unless { resource is Tool };
            """);
        var request = new PartialRequest(PartialEntity.Of(Ask.Request.Principal), PartialEntity.Of(Ask.Request.Action), PartialEntity.OfType("Tool"), Ask.Request.Context, new HashSet<string> { "later" });
        var answer = PartialEvaluator.Evaluate(policies, request, Ask.Entities);
        Assert.Null(answer.Allowed);
        Assert.Equal("@id(\"a\")\npermit (principal, action, resource)\nwhen { resource.cost < 7 && context.later == 1 };", Assert.Single(answer.Residual.Policies).Text.ReplaceLineEndings("\n").Trim());
    }

    [Theory]
    [InlineData("permit (principal, action, resource);", true)]
    [InlineData("permit (principal, action, resource); forbid (principal, action, resource) when { context.flag };", false)]
    [InlineData("permit (principal, action, resource) when { resource.cost == 1 };", null)]
    [InlineData("permit (principal, action, resource); forbid (principal, action, resource) when { resource.cost == 1 };", null)]
    [InlineData("permit (principal == User::\"x\", action, resource);", false)]
    [InlineData("permit (principal, action, resource) when { resource.cost == 1 && context.nothing };", false)]
    [InlineData("permit (principal, action, resource); forbid (principal, action, resource) when { principal.nothing == resource.cost };", true)]
    [InlineData("permit (principal, action, resource); forbid (principal, action, resource) when { resource.cost == 1 } unless { resource.cost == 2 || context.flag };", true)]
    [InlineData("permit (principal, action, resource) when { context.nothing };", false)]
    public void A_decision_is_told_when_nothing_unknown_can_change_it(string policies, bool? allowed)
    {
        var request = PartialRequest.Of(Ask.Request) with { Resource = PartialEntity.Unknown };
        Assert.Equal(allowed, PartialEvaluator.Evaluate(PolicySet.Parse(policies), request, Ask.Entities).Allowed);
    }

    private static EntityStore World(RandomSyntax random) => new(
        new[] { "T", "U", "N::V" }.SelectMany(type => new[] { "x", "y", "z w" }.Select((id, i) => new Entity(new EntityUid(type, id))
        {
            Attributes = random.Record(2),
            Tags = random.Record(1),
            Parents = i == 0 ? [] : [new EntityUid(type, "x")],
        })));

    private static PartialRequest Hide(AuthorizationRequest request, RandomSyntax random)
    {
        var hidden = request.Context.Fields.Select(f => f.Key).Where(_ => random.Pick([true, false])).Append("b").ToHashSet(StringComparer.Ordinal);
        return new PartialRequest(
            Hide(request.Principal, random),
            Hide(request.Action, random),
            Hide(request.Resource, random),
            new CedarRecord(request.Context.Fields.Where(f => !hidden.Contains(f.Key))),
            random.Pick([hidden, null]));
    }

    private static PartialEntity Hide(EntityUid uid, RandomSyntax random) =>
        random.Pick([PartialEntity.Of(uid), PartialEntity.OfType(uid.Type), PartialEntity.Unknown]);

    private static PartialAnswer Same(PolicySet policies, AuthorizationRequest request, PartialRequest known, EntityStore entities)
    {
        var whole = new PolicyEngine(policies).Authorize(request, entities);
        var partial = PartialEvaluator.Evaluate(policies, known, entities);
        foreach (var residual in (PolicySet[])[partial.Residual, PolicySet.Parse(partial.Residual.ToCedar()), PolicySet.FromJson(partial.Residual.ToJson())])
        {
            var filled = new PolicyEngine(residual).Authorize(request, entities);
            if (ReferenceEquals(residual, partial.Residual))
            {
                Assert.Equal(whole.Reasons, filled.Reasons);
                Assert.Equal(whole.Errors.Select(e => e.PolicyId), filled.Errors.Select(e => e.PolicyId));
            }

            Assert.Equal((whole.Allowed, whole.Reasons.Count, whole.Errors.Count), (filled.Allowed, filled.Reasons.Count, filled.Errors.Count));
        }

        Assert.Equal(partial.Allowed ?? whole.Allowed, whole.Allowed);
        return partial;
    }
}
