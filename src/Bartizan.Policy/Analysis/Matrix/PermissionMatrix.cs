namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>The effective permissions of an inventory: every principal × action × resource, with the reason.</summary>
/// <param name="Cells">The answers, by principals, then actions, then resources in order of the inventory.</param>
/// <param name="Skipped">Permissions left out because there were too many cells or entities.</param>
public sealed record PermissionMatrix(IReadOnlyList<MatrixCell> Cells, long Skipped)
{
    /// <summary>How many permissions the cells stand for.</summary>
    public long Permissions => Cells.Sum(c => c.Permissions);

    /// <summary>How many of them have this answer.</summary>
    public long Count(Permission permission) => Cells.Where(c => c.Outcome.Permission == permission).Sum(c => c.Permissions);

    /// <summary>Computes the matrix. Policies in shadow mode have no part in it.</summary>
    public static PermissionMatrix Of(PolicySet policies, MatrixQuestion question, IProgress<(long Done, long Total)>? progress = null)
    {
        var builder = new MatrixBuilder(question, policies);
        MatrixCell[] cells = [.. builder.Build(progress).Select(c => new MatrixCell(c.Principals, c.Action, c.Resources, c.Outcomes[0]))];
        return new PermissionMatrix(cells, builder.Skipped);
    }
}
