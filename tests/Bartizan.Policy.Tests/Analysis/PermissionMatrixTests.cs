using Bartizan.Core.Results;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Policy.Tests.Analysis;

public sealed class PermissionMatrixTests
{
    /// <summary>The law: what is always or never so is so in every context, for every member of the classes, and always by the policies named.</summary>
    [Fact]
    public void Always_and_never_agree_with_the_decision_in_any_context()
    {
        var (always, never, depends, grouped) = (0, 0, 0, 0);
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var world = new RandomWorld(seed);
            var (policies, entities) = (world.Policies(4), world.Entities());
            var question = new MatrixQuestion { Entities = entities, Principals = RandomWorld.Things, Actions = RandomWorld.Actions, Resources = RandomWorld.Things };
            var matrix = PermissionMatrix.Of(policies, question);
            Assert.Equal((0, 9 * 3 * 9), (matrix.Skipped, matrix.Permissions));
            var engine = new PolicyEngine(policies);
            foreach (var cell in matrix.Cells)
            {
                grouped += cell.Permissions > 1 ? 1 : 0;
                _ = cell.Outcome.Permission switch { Permission.Always => always++, Permission.Never => never++, _ => depends++ };
                for (var i = 0; i < 3; i++)
                {
                    var request = new AuthorizationRequest(world.Random.Pick([.. cell.Principals.Members]), cell.Action, world.Random.Pick([.. cell.Resources.Members]), world.Random.Record(2));
                    var answer = engine.Authorize(request, entities);
                    if (cell.Outcome.Permission != Permission.Depends)
                    {
                        Assert.Equal(cell.Outcome.Permission == Permission.Always, answer.Allowed);
                        Assert.Subset(answer.Reasons.ToHashSet(StringComparer.Ordinal), cell.Outcome.Policies.Select(p => p.Policy.Id).ToHashSet(StringComparer.Ordinal));
                    }
                    else
                    {
                        Assert.Subset(cell.Outcome.Policies.Select(p => p.Policy.Id).ToHashSet(StringComparer.Ordinal), answer.Reasons.ToHashSet(StringComparer.Ordinal));
                    }

                    Assert.Subset(answer.Errors.Select(e => e.PolicyId).ToHashSet(StringComparer.Ordinal), cell.Outcome.Failing.Select(p => p.Id).ToHashSet(StringComparer.Ordinal));
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(80).WithEndSize(1_000_000));
        Assert.True(always > 100 && never > 100 && depends > 100 && grouped > 100, $"{always} always, {never} never, {depends} depend, {grouped} grouped: this tested one side only");
    }

    [Fact]
    public void Entities_that_policies_cannot_tell_apart_are_one_class_and_the_reason_is_told()
    {
        var entities = EntityStore.FromJson("""
            [
              {"uid": "Agent::\"a\"", "attrs": {"level": 1}, "parents": ["Team::\"red\""]},
              {"uid": "Agent::\"b\"", "attrs": {"level": 5}, "parents": ["Team::\"red\""]},
              {"uid": "Agent::\"c\"", "attrs": {"level": 1, "unread": true}, "parents": ["Team::\"red\""]},
              {"uid": "Agent::\"d\"", "attrs": {}, "parents": []},
              {"uid": "Agent::\"e\"", "attrs": {}, "parents": []},
              {"uid": "Tool::\"x\"", "attrs": {}, "parents": []},
              {"uid": "Tool::\"y\"", "attrs": {}, "parents": []}
            ]
            """);
        var policies = PolicySet.Parse("""
            @id("red") permit (principal in Team::"red", action == Action::"call", resource) when { principal.level < 3 || context.approved };
            @id("secret") forbid (principal, action, resource == Tool::"y") when { context.labels.contains("secret") } unless { context.approved };
            @id("broken") permit (principal, action, resource) when { principal.level > 9 };
            @id("tried") @mode("shadow") permit (principal, action, resource);
            """, "p.cedar");
        var schema = PolicySchema.Parse("""
            entity Team; entity Agent in [Team] = { level?: Long, unread?: Bool }; entity Tool;
            action call appliesTo { principal: Agent, resource: Tool, context: { labels: Set<String>, approved: Bool } };
            """);
        var matrix = PermissionMatrix.Of(policies, MatrixQuestion.Of(entities, schema, policies));
        Assert.Equal(
            [
                """a,c call x: Always red""",
                """a,c call y: Depends red; secret when context.labels.contains("secret") && !context.approved""",
                """b call x: Depends red when context.approved""",
                """b call y: Depends red when context.approved; secret when context.labels.contains("secret") && !context.approved""",
                """d,e call x: Never failing broken""",
                """d,e call y: Never failing broken""",
            ],
            matrix.Cells.Select(Line));
        Assert.Equal((10, 2, 4, 4), (matrix.Permissions, matrix.Count(Permission.Always), matrix.Count(Permission.Never), matrix.Count(Permission.Depends)));

        var approved = MatrixQuestion.Of(entities, schema, policies) with { Context = new CedarRecord([new("approved", CedarBool.True)]) };
        Assert.Equal(["Always", "Always", "Never", "Never"], PermissionMatrix.Of(policies, approved).Cells.Select(c => c.Outcome.Permission.ToString()));
        Assert.Equal(["""b call y"""], PermissionMatrix.Of(policies, MatrixQuestion.Of(entities, schema).Only(["Agent::\"b\""], ["Action"], ["Tool::\"y\""])).Cells.Select(c => Line(c)[..8]));
    }

    [Fact]
    public void What_is_too_much_is_cut_and_counted()
    {
        var entities = new EntityStore(Enumerable.Range(0, 300).Select(i => new Entity(new EntityUid("A", $"{i}")) { Attributes = new CedarRecord([new("n", new CedarLong(i))]) }));
        var policies = PolicySet.Parse("permit (principal, action == Action::\"x\", resource) when { principal.n > resource.n };");
        var matrix = PermissionMatrix.Of(policies, MatrixQuestion.Of(entities, null, policies) with { MostCells = 1_000 });
        Assert.Equal((1_000, 89_000), (matrix.Cells.Count, matrix.Skipped));
    }

    [Fact]
    public void A_filter_that_names_nothing_says_so()
    {
        var question = MatrixQuestion.Of(new EntityStore([new Entity(new EntityUid("A", "x"))]), null);
        Assert.Contains("No principal is left by B", Assert.Throws<InputException>(() => question.Only(["B"], [], [])).Message, StringComparison.Ordinal);
        Assert.Contains("neither a type nor an entity", Assert.Throws<InputException>(() => question.Only([], [], ["A::\"x"])).Message, StringComparison.Ordinal);
    }

    private static string Line(MatrixCell cell) => $"{Ids(cell.Principals)} {cell.Action.Id} {Ids(cell.Resources)}: {cell.Outcome.Permission}"
        + $"{(cell.Outcome.Policies.Count > 0 ? " " : "")}{string.Join("; ", cell.Outcome.Policies.Select(p => p.Condition.Length == 0 ? p.Policy.Id : $"{p.Policy.Id} when {p.Condition}"))}"
        + $"{(cell.Outcome.Failing.Count > 0 ? " failing " : "")}{string.Join(", ", cell.Outcome.Failing.Select(p => p.Id))}";

    private static string Ids(MatrixClass of) => string.Join(',', of.Members.Select(m => m.Id));
}
