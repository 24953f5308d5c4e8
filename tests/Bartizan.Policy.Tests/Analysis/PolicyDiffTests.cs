using Bartizan.Policy.Analysis.Cases;
using Bartizan.Policy.Analysis.Diffs;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Tests.Support;
using Bartizan.Policy.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Policy.Tests.Analysis;

public sealed class PolicyDiffTests
{
    /// <summary>The law: whatever any request shows, the comparison over the inventory said it could be, and what it says is certain every request shows.</summary>
    [Fact]
    public void The_comparison_over_an_inventory_agrees_with_asking_everything()
    {
        var (allowed, denied, cells) = (0, 0, 0);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var world = new RandomWorld(seed);
            var (kept, entities) = (world.Policies(2), world.Entities());
            var before = PolicySet.Combine([kept, PolicySet.Parse($"@id(\"old\") {world.Text()}")]);
            var after = PolicySet.Combine([kept, PolicySet.Parse($"@id(\"new\") {world.Text()}")]);
            var question = new MatrixQuestion { Entities = entities, Principals = RandomWorld.Things, Actions = RandomWorld.Actions, Resources = RandomWorld.Things };
            var diff = InventoryDiff.Of(before, after, question);
            Assert.Equal((0, 9 * 3 * 9), (diff.Skipped, diff.Permissions));
            var found = diff.Cells.SelectMany(c => c.Principals.Members.SelectMany(p => c.Resources.Members.Select(r => ((p, c.Action, r), c)))).ToDictionary(c => c.Item1, c => c.c);
            cells += diff.Cells.Count;
            var (old, now) = (new PolicyEngine(before), new PolicyEngine(after));
            foreach (var key in RandomWorld.Things.SelectMany(p => RandomWorld.Actions.SelectMany(a => RandomWorld.Things.Select(r => (p, a, r)))))
            {
                var request = new AuthorizationRequest(key.p, key.a, key.r, world.Random.Record(2));
                var (was, isNow) = (old.Authorize(request, entities).Allowed, now.Authorize(request, entities).Allowed);
                var cell = found.GetValueOrDefault(key);
                (allowed, denied) = (allowed + (!was && isNow ? 1 : 0), denied + (was && !isNow ? 1 : 0));
                Assert.True(was || !isNow || cell?.MayAllow == true, $"{key} is newly allowed and was not foreseen");
                Assert.True(!was || isNow || cell?.MayDeny == true, $"{key} is newly denied and was not foreseen");
                if (cell is { Before.Permission: Permission.Never, After.Permission: Permission.Always })
                {
                    Assert.True(!was && isNow);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(80).WithEndSize(1_000_000));
        Assert.True(allowed > 50 && denied > 50 && cells > 100, $"{allowed} newly allowed, {denied} newly denied, {cells} cells: this tested one side only");
    }

    [Theory]
    [InlineData("", "permit (principal, action, resource) when { context.x };", true, false)]
    [InlineData("permit (principal, action, resource) when { context.x };", "permit (principal, action, resource) when { context.x } when { context.y };", true, true)]
    [InlineData("permit (principal, action, resource) when { context.x };", "permit (principal, action, resource) when { context.x }; permit (principal, action, resource) when { context.y };", true, false)]
    [InlineData("permit (principal, action, resource) when { context.x };", "permit (principal, action, resource) when { context.x }; forbid (principal, action, resource) when { context.y };", false, true)]
    [InlineData("permit (principal, action, resource);", "permit (principal, action, resource); forbid (principal, action, resource) when { context.y };", false, true)]
    [InlineData("permit (principal, action, resource) when { context.x }; forbid (principal, action, resource) when { context.y };", "permit (principal, action, resource); forbid (principal, action, resource) when { context.y };", true, false)]
    [InlineData("permit (principal, action, resource) when { context.x };", "permit ( principal , action , resource ) when { /* a note */ context.x }; ", false, false)]
    public void The_direction_is_told_where_policies_were_only_added_or_removed(string before, string after, bool mayAllow, bool mayDeny)
    {
        var question = new MatrixQuestion { Entities = Ask.Entities, Principals = [Ask.Request.Principal], Actions = [Ask.Request.Action], Resources = [Ask.Request.Resource] };
        var diff = InventoryDiff.Of(PolicySet.Parse(before.Replace("/* a note */", "", StringComparison.Ordinal)), PolicySet.Parse(after.Replace("/* a note */", "", StringComparison.Ordinal)), question);
        Assert.Equal((mayAllow, mayDeny), (diff.Cells.Any(c => c.MayAllow), diff.Cells.Any(c => c.MayDeny)));
        Assert.Equal(mayAllow, diff.Widens);
    }

    [Fact]
    public void Policies_are_compared_by_id_and_text_and_numbered_ones_by_text_alone()
    {
        var changes = PolicyChanges.Between(
            PolicySet.Parse("""
                @id("gone") permit (principal, action, resource);
                @id("same") permit(principal,action,resource);
                @id("other") permit (principal, action, resource) when { context.x };
                permit (principal == A::"1", action, resource);
                permit (principal == A::"2", action, resource);
                """),
            PolicySet.Parse("""
                // a note
                permit (principal == A::"2", action, resource);
                @id("same") permit (principal, action, resource);
                @id("other") permit (principal, action, resource) when { context.y };
                permit (principal == A::"3", action, resource);
                @id("new") permit (principal, action, resource);
                """));
        Assert.Equal(["gone-", "policy3-", "other+other", "-policy3", "-new"], changes.Select(c => c.After is null ? $"{c.Before!.Id}-" : c.Before is null ? $"-{c.After.Id}" : $"{c.Before.Id}+{c.After.Id}"));
    }

    [Theory]
    [InlineData("forbid (principal, action, resource);", "permit (principal, action, resource);", AnswerChange.NewlyAllowed)]
    [InlineData("permit (principal, action, resource);", "", AnswerChange.NewlyDenied)]
    [InlineData("permit (principal, action, resource);", "permit (principal, action, resource); permit (principal, action, resource) when { context.nothing };", AnswerChange.NewError)]
    [InlineData("@id(\"a\") permit (principal, action, resource);", "@id(\"a\") @redact(\"pii\") permit (principal, action, resource);", AnswerChange.OtherObligations)]
    [InlineData("@id(\"a\") permit (principal, action, resource);", "@id(\"b\") permit (principal, action, resource);", AnswerChange.OtherReasons)]
    [InlineData("permit (principal, action, resource);", "permit (principal, action, resource) when { context.count == 7 };", AnswerChange.Same)]
    public void A_request_s_change_is_named(string before, string after, AnswerChange expected)
    {
        var diff = new RequestDiff(new PolicyEngine(PolicySet.Parse(before)), new PolicyEngine(PolicySet.Parse(after)));
        Assert.Equal(expected, diff.Add(new AnalysisCase("r:1", Ask.Request, Ask.Entities)));
        Assert.Equal((1, 1, expected == AnswerChange.NewlyAllowed), (diff.Requests, diff.Count(expected), diff.Widens));
        Assert.Equal(expected == AnswerChange.Same ? [] : ["r:1"], diff.Groups.SelectMany(g => g.Examples).Select(e => e.Name));
    }

    [Fact]
    public void What_is_not_known_is_named_only_where_it_matters()
    {
        var decider = new CaseDecider(new PolicyEngine(PolicySet.Parse("""
            @id("a") permit (principal in Team::"red", action, resource) when { context.count < 9 };
            @id("b") forbid (principal, action, resource is Tool) when { context.labels.contains("secret") && resource.cost > 3 };
            """)));
        var known = new CedarRecord([new("count", new CedarLong(7))]);
        var request = PartialRequest.Of(Ask.Request) with { Context = known, UnknownContext = new HashSet<string> { "labels" } };
        var answer = decider.Decide(new AnalysisCase("x", request, Ask.Entities));
        Assert.Null(answer.Allowed);
        Assert.Equal(["context.labels"], answer.Missing);
        answer = decider.Decide(new AnalysisCase("x", request with { Resource = PartialEntity.OfType("Model") }, Ask.Entities));
        Assert.Equal((true, 0), (answer.Allowed, answer.Missing.Count));
        Assert.Equal(["a"], answer.Reasons);
    }
}
