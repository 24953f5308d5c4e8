using Bartizan.Policy.Analysis.Diffs;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Tests.Analysis;

/// <summary>What bounds principals beside policies, and the matrix drawn as a grid.</summary>
public sealed class MatrixCeilingTests
{
    private static readonly EntityUid A = new("Agent", "a"), B = new("Agent", "b"), C = new("Agent", "c");
    private static readonly EntityUid Pay = new("Tool", "pay"), Search = new("Tool", "search"), Read = new("Tool", "read");
    private static readonly EntityUid Call = new("Action", "call");
    private static readonly PolicySet Policies = PolicySet.Parse("@id(\"all\") permit (principal, action == Action::\"call\", resource is Tool);");

    [Fact]
    public void A_ceiling_takes_away_and_never_permits()
    {
        var narrow = new MatrixCeiling("narrow@1", r => r.Equals(Search) || r.Equals(Read), PolicySet.Parse(
            "@id(\"any\") permit (principal, action, resource);\n@id(\"calm\") forbid (principal, action, resource == Tool::\"read\") when { context.untrusted };"));

        var matrix = PermissionMatrix.Of(Policies, Question((B, narrow)));
        var nothing = PermissionMatrix.Of(PolicySet.Parse("permit (principal == Agent::\"z\", action == Action::\"call\", resource);"), Question((B, narrow)));

        Assert.Equal((Permission.Always, null), Of(matrix, A, Pay));
        Assert.Equal((Permission.Never, "narrow@1 Never "), Of(matrix, B, Pay));
        Assert.Equal((Permission.Always, null), Of(matrix, B, Search));
        Assert.Equal((Permission.Depends, "narrow@1 Depends any,calm"), Of(matrix, B, Read));
        Assert.All(nothing.Cells, c => Assert.Equal(Permission.Never, c.Outcome.Permission));
    }

    [Fact]
    public void Alike_ceilings_are_one_class_and_others_are_not()
    {
        var (one, two) = (new MatrixCeiling("one@1", r => r.Equals(Pay), null), new MatrixCeiling("two@1", null, PolicySet.Empty));

        var grid = MatrixGrid.Of(PermissionMatrix.Of(Policies, Question((A, one), (B, one), (C, two))));

        Assert.Equal([[A, B], [C]], grid.Rows);
        Assert.Equal([[Pay], [Search, Read]], grid.Columns.Where(c => c.Action.Equals(Call)).Select(c => c.Resources));
        Assert.Equal(
            [["Always", "one@1"], ["two@1", "two@1"]],
            grid.Cells.Select(row => row.Take(2).Select(c => grid.Outcomes[c].Bound?.Name ?? grid.Outcomes[c].Permission.ToString())));
    }

    [Fact]
    public void What_a_ceiling_never_leaves_cannot_be_newly_allowed()
    {
        var after = PolicySet.Parse("@id(\"all\") permit (principal, action == Action::\"call\", resource is Tool);\n@id(\"more\") permit (principal, action == Action::\"other\", resource);");
        var shut = new MatrixCeiling("shut@1", _ => false, null);

        var open = InventoryDiff.Of(Policies, after, Question());
        var closed = InventoryDiff.Of(Policies, after, Question((A, shut), (B, shut), (C, shut)));

        Assert.True(open.Widens);
        Assert.False(closed.Widens);
    }

    [Fact]
    public void The_grid_says_of_each_permission_what_the_matrix_does()
    {
        var policies = PolicySet.Parse("permit (principal == Agent::\"a\", action == Action::\"call\", resource == Tool::\"pay\");\npermit (principal, action == Action::\"other\", resource) when { context.n < 3 };");
        var matrix = PermissionMatrix.Of(policies, Question());

        var grid = MatrixGrid.Of(matrix);

        foreach (var cell in matrix.Cells)
        {
            foreach (var (principal, resource) in cell.Principals.Members.SelectMany(p => cell.Resources.Members.Select(r => (p, r))))
            {
                var row = grid.Rows.ToList().FindIndex(r => r.Contains(principal));
                var column = grid.Columns.ToList().FindIndex(c => c.Action.Equals(cell.Action) && c.Resources.Contains(resource));
                Assert.Equal(cell.Outcome.Key, grid.Outcomes[grid.Cells[row][column]].Key);
            }
        }
    }

    [Fact]
    public void A_schema_gives_its_words_with_the_fields_inside_of_records()
    {
        var words = SchemaWords.Of(PolicySchema.Parse(
            "entity Agent = { name: String } tags String; entity Tool; type Money = { left: Long, \"odd name\"?: Long };\naction call appliesTo { principal: Agent, resource: Tool, context: { budget: Money, tool?: String } };"));

        Assert.Equal(["Agent", "Tool"], words.Entities.Select(e => e.Name));
        Assert.Equal("String", words.Entities[0].Tags);
        var action = Assert.Single(words.Actions);
        Assert.Equal(("Action", "call"), (action.Type, action.Id));
        Assert.Equal(
            [new FieldWords("budget", "record", true), new FieldWords("budget.left", "Long", true), new FieldWords("tool", "String", false)], action.Context);
    }

    private static (Permission Permission, string? Bound) Of(PermissionMatrix matrix, EntityUid principal, EntityUid resource)
    {
        var outcome = matrix.Cells.Single(c => c.Action.Equals(Call) && c.Principals.Members.Contains(principal) && c.Resources.Members.Contains(resource)).Outcome;
        return (outcome.Permission, outcome.Bound is { } bound ? $"{bound.Name} {bound.Permission} {string.Join(',', bound.Policies.Select(p => p.Policy.Id))}" : null);
    }

    private static MatrixQuestion Question(params (EntityUid Principal, MatrixCeiling Ceiling)[] ceilings) => new()
    {
        Entities = new EntityStore([.. new[] { A, B, C, Pay, Search, Read }.Select(u => new Entity(u))]),
        Principals = [A, B, C],
        Actions = [Call, new EntityUid("Action", "other")],
        Resources = [Pay, Search, Read],
        Ceilings = ceilings.ToDictionary(c => c.Principal, c => c.Ceiling),
    };
}
