using Bartizan.Policy.Analysis.Matrix;

namespace Bartizan.Policy.Analysis.Diffs;

/// <summary>What two policy sets say differently of an inventory: every principal × action × resource, whatever the context.</summary>
/// <param name="Cells">Those that differ: first where something may be newly permitted, then in order of the inventory.</param>
/// <param name="Permissions">Permissions compared.</param>
/// <param name="Skipped">Permissions left out because there were too many cells or entities.</param>
public sealed record InventoryDiff(IReadOnlyList<DifferingCell> Cells, long Permissions, long Skipped)
{
    /// <summary>Whether something may be permitted that was denied; also where something was left out, since nobody looked.</summary>
    public bool Widens => Skipped > 0 || Cells.Any(c => c.MayAllow);

    /// <summary>Compares two sets.</summary>
    public static InventoryDiff Of(PolicySet before, PolicySet after, MatrixQuestion question, IProgress<(long Done, long Total)>? progress = null)
    {
        var builder = new MatrixBuilder(question, before, after);
        var differing = new List<DifferingCell>();
        var compared = 0L;
        foreach (var cell in builder.Build(progress))
        {
            compared += cell.Permissions;
            if (DifferingCell.Of(cell) is { } difference)
            {
                differing.Add(difference);
            }
        }

        return new InventoryDiff([.. differing.OrderBy(c => !c.MayAllow)], compared, builder.Skipped);
    }
}
