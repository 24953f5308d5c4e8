using Bartizan.Policy.Analysis.WhyNot;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Tests.Support;
using Bartizan.Policy.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Policy.Tests.Analysis;

public sealed class WhyNotTests
{
    /// <summary>The law: every proposal turns the denial into a permit, none of its parts alone does, and neither does any smaller choice of what was considered.</summary>
    [Fact]
    public void Every_proposal_permits_and_none_is_larger_than_it_must_be()
    {
        var (proposals, grants, remedies) = (0, 0, 0);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var world = new RandomWorld(seed);
            var (policies, entities) = (world.Policies(4), world.Entities());
            var engine = new PolicyEngine(policies);
            var request = new AuthorizationRequest(world.Random.Pick([.. RandomWorld.Things]), world.Random.Pick([.. RandomWorld.Actions]), world.Random.Pick([.. RandomWorld.Things]), world.Random.Record(2));
            var report = WhyNotSearch.Search(engine, request, entities);
            if (report.Answer.Allowed)
            {
                Assert.Empty(report.Proposals);
                return;
            }

            bool Permits(IEnumerable<Change> changes) =>
                changes.Aggregate(new Situation(request, entities), (s, c) => c.Apply(s)) is var then && engine.Authorize(then.Request, Rebuilt(then.Entities)).Allowed;
            foreach (var proposal in report.Proposals)
            {
                proposals++;
                Assert.True(Permits(proposal.Changes), proposal.Key);
                Assert.All(Enumerable.Range(0, (1 << proposal.Changes.Count) - 1), bits => Assert.False(Permits(proposal.Changes.Where((_, i) => (bits >> i & 1) == 1)), proposal.Key));
            }

            if (report is { Searched.IsWhole: true, Proposals: [{ Changes.Count: > 1 }, ..] })
            {
                Assert.All(report.Proposals.SelectMany(p => p.Changes), c => Assert.False(Permits([c])));
            }

            foreach (var (policy, choices) in report.Forbids.Concat(report.Permits))
            {
                var alone = new PolicyEngine(PolicySet.Parse(policy.Text));
                foreach (var choice in choices)
                {
                    remedies++;
                    var then = choice.Apply(new Situation(request, entities));
                    Assert.Equal(policy.Effect == Effect.Permit, alone.Authorize(then.Request, then.Entities).Reasons.Count > 0);
                }
            }

            Assert.Equal(report.Answer.Reasons.Count == 0, report.Grant is not null);
            if (report.Grant is not null)
            {
                grants++;
                var granted = new PolicyEngine(PolicySet.Combine([policies, PolicySet.Parse(report.Grant)]));
                Assert.True(granted.Authorize(request, entities).Allowed);
                Assert.False(granted.Authorize(request with { Action = new("Action", "another") }, entities) is { Allowed: true, Reasons: ["grant"] });
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(1_000_000));
        Assert.True(proposals > 200 && grants > 100 && remedies > 200, $"{proposals} proposals, {grants} grants, {remedies} remedies: too few to mean something");
    }

    [Theory]
    [InlineData("permit (principal, action, resource) when { context.count < 5 };", "set context.count to 4")]
    [InlineData("permit (principal, action, resource) when { context.count >= principal.level + 5 };", "set context.count to 8")]
    [InlineData("permit (principal, action, resource) when { principal.level > 5 };", "set Agent::\"bot\".level to 6")]
    [InlineData("permit (principal, action, resource) when { principal.missing > 5 };", "set Agent::\"bot\".missing to 6")]
    [InlineData("permit (principal, action, resource) when { principal.owner.mail like \"*@corp.example\" };", "set User::\"ana\".mail to \"@corp.example\"")]
    [InlineData("permit (principal, action, resource) when { principal has vetted && principal.vetted };", "set Agent::\"bot\".vetted to true")]
    [InlineData("permit (principal, action, resource) when { principal has vetted };", "add Agent::\"bot\".vetted, for instance true")]
    [InlineData("permit (principal, action, resource) when { context.nested.deep.deeper == 2 };", "set context.nested.deep.deeper to 2")]
    [InlineData("permit (principal, action, resource) when { context[\"a b\"] == \"x\" };", "set context[\"a b\"] to \"x\"")]
    [InlineData("permit (principal, action, resource) when { principal.getTag(\"tier\") == \"platinum\" };", "set tag \"tier\" of Agent::\"bot\" to \"platinum\"")]
    [InlineData("permit (principal, action, resource) when { principal.hasTag(\"blue\") };", "add tag \"blue\" of Agent::\"bot\", for instance true")]
    [InlineData("permit (principal, action, resource) when { context.labels.contains(\"ok\") };", "add \"ok\" to context.labels")]
    [InlineData("permit (principal in Team::\"blue\", action, resource);", "add Agent::\"bot\" to Team::\"blue\"")]
    [InlineData("permit (principal, action, resource == Tool::\"other\");", "ask for Tool::\"other\"")]
    [InlineData("permit (principal, action, resource) when { [Tool::\"a\", Tool::\"b\"].contains(resource) };", "ask for Tool::\"a\" | ask for Tool::\"b\"")]
    [InlineData("permit (principal, action, resource) when { [\"pii\"].containsAll(context.labels) };", "remove \"pii.email\" from context.labels")]
    [InlineData("permit (principal, action, resource) when { context.now < datetime(\"2026-11-20\") };", "set context.now to datetime(\"2026-11-19T23:59:59.999Z\")")]
    [InlineData("permit (principal, action, resource); forbid (principal in Team::\"red\", action, resource);", "remove Agent::\"bot\" from Team::\"red\"")]
    [InlineData("permit (principal, action, resource); forbid (principal in Org::\"acme\", action, resource) when { context.flag };", "remove Agent::\"bot\" from Team::\"red\" | set context.flag to false")]
    [InlineData("permit (principal, action, resource); forbid (principal, action, resource) when { context.labels.containsAny([\"pii\", \"x\"]) } unless { context.count == 1 };", "remove \"pii\" from context.labels | set context.count to 1")]
    [InlineData("permit (principal, action, resource); forbid (principal, action, resource) when { context.path == \"/a/b.txt\" };", "set context.path to anything but \"/a/b.txt\", for instance \"\"")]
    [InlineData("permit (principal, action, resource) when { context.count < 5 }; forbid (principal, action, resource) when { context.count < 6 } unless { context.path == \"x\" };", "set context.count to 4 + set context.path to \"x\"")]
    [InlineData("permit (principal, action, resource); forbid (principal, action, resource);", "")]
    [InlineData("permit (principal is User, action, resource);", "")]
    [InlineData("@mode(\"shadow\") permit (principal, action, resource) when { context.count < 5 };", "")]
    public void The_smallest_change_is_found(string policies, string expected)
    {
        var report = WhyNotSearch.Search(new PolicyEngine(PolicySet.Parse(policies)), Ask.Request, Ask.Entities);
        Assert.False(report.Answer.Allowed);
        Assert.Equal(expected, string.Join(" | ", report.Proposals.Select(p => string.Join(" + ", p.Changes))));
        Assert.True(report.Searched.IsWhole);
    }

    [Fact]
    public void A_grant_is_for_this_request_and_no_more()
    {
        var request = Ask.Request with { Context = new CedarRecord([.. Ask.Request.Context.Fields.Where(f => f.Key is "labels" or "count" or "flag"), new("none", CedarSet.Empty), new("long", new CedarString(new string('x', 300)))]) };
        var report = WhyNotSearch.Search(new PolicyEngine(PolicySet.Empty), request, Ask.Entities);
        Assert.Equal(
            """
            @id("grant")
            permit (principal == Agent::"bot", action == Action::"call", resource == Tool::"search")
            when { context has count && context.count <= 7 }
            when { context has flag && context.flag == true }
            when { context has labels && ["pii", "pii.email"].containsAll(context.labels) }
            when { context has none && context.none.isEmpty() };

            """.ReplaceLineEndings("\n"),
            report.Grant);
        Assert.Null(WhyNotSearch.Search(new PolicyEngine(PolicySet.Parse("forbid (principal, action, resource);")), request, Ask.Entities).Grant);
    }

    [Fact]
    public void Pathological_policies_are_searched_within_bounds_and_it_is_said()
    {
        var nested = Enumerable.Range(0, 100).Aggregate("context.flag2", (e, i) => $"!(({e}) && context.count > {i})");
        var wide = string.Join(" || ", Enumerable.Range(0, 3_000).Select(i => $"context.count == {i + 100}"));
        var many = string.Concat(Enumerable.Range(0, 500).Select(i => $"permit (principal in Team::\"t{i}\", action, resource) when {{ context.n{i} == {i} }};\n"));
        var report = WhyNotSearch.Search(new PolicyEngine(PolicySet.Parse($"permit (principal, action, resource) when {{ {nested} && false }};\npermit (principal, action, resource) when {{ {wide} }};\n{many}")), Ask.Request, Ask.Entities);
        Assert.Equal((1, false), (report.Searched.TooLarge, report.Searched.IsWhole));
        Assert.True(report.Searched.Combinations <= WhyNotSearch.MostCombinations + (WhyNotSearch.MostPaired * WhyNotSearch.MostPaired));
        Assert.Equal(WhyNotSearch.MostTold, report.Proposals.Count);
    }

    // What belongs to what is cached in a store: the proposal must hold in one made anew.
    private static EntityStore Rebuilt(EntityStore entities) => new(entities.Entities);
}
