namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>
/// A matrix as a picture: principals of whom all the same is true are one row, and resources of which the same is true for an action, whoever asks, one column.
/// </summary>
/// <param name="Rows">Principals by row.</param>
/// <param name="Columns">Action and resources by column; columns of one action stand together.</param>
/// <param name="Outcomes">Every different answer, once.</param>
/// <param name="Cells">For each row and column the place of the answer in <paramref name="Outcomes"/>; -1 where the action is never asked of such a principal, or was left out.</param>
public sealed record MatrixGrid(
    IReadOnlyList<IReadOnlyList<EntityUid>> Rows, IReadOnlyList<MatrixArea> Columns, IReadOnlyList<Outcome> Outcomes, IReadOnlyList<IReadOnlyList<int>> Cells)
{
    private const int NotAsked = -1;

    /// <summary>Draws a matrix together.</summary>
    public static MatrixGrid Of(PermissionMatrix matrix)
    {
        var outcomes = new List<Outcome>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var principals = new Dictionary<MatrixClass, int>(ReferenceEqualityComparer.Instance);
        var areas = new Dictionary<(EntityUid Action, EntityUid Resource), Dictionary<int, int>>();
        var members = new Dictionary<EntityUid, MatrixClass>();
        foreach (var cell in matrix.Cells)
        {
            if (!places.TryGetValue(cell.Outcome.Key, out var place))
            {
                places[cell.Outcome.Key] = place = outcomes.Count;
                outcomes.Add(cell.Outcome);
            }

            var row = principals.TryGetValue(cell.Principals, out var known) ? known : principals[cell.Principals] = principals.Count;
            var key = (cell.Action, cell.Resources.First); // classes are the same for every principal
            (areas.TryGetValue(key, out var answers) ? answers : areas[key] = [])[row] = place;
            members[cell.Resources.First] = cell.Resources;
        }

        var columns = areas
            .GroupBy(a => (a.Key.Action, string.Join(' ', Column(a.Value, principals.Count))))
            .GroupBy(same => same.Key.Action).SelectMany(action => action)
            .Select(same => (Area: new MatrixArea(same.Key.Action, [.. same.SelectMany(a => members[a.Key.Resource].Members)]), Answers: Column(same.First().Value, principals.Count)))
            .ToList();
        var rows = principals.OrderBy(p => p.Value)
            .Select(p => (p.Key.Members, Answers: columns.Select(c => c.Answers[p.Value]).ToArray()))
            .GroupBy(p => string.Join(' ', p.Answers), StringComparer.Ordinal)
            .ToList();
        return new([.. rows.Select(r => (IReadOnlyList<EntityUid>)[.. r.SelectMany(p => p.Members)])], [.. columns.Select(c => c.Area)], outcomes, [.. rows.Select(r => r.First().Answers)]);
    }

    private static int[] Column(Dictionary<int, int> answers, int rows) => [.. Enumerable.Range(0, rows).Select(r => answers.GetValueOrDefault(r, NotAsked))];
}
