namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>What principals may do of whom all the same is true.</summary>
/// <param name="Principals">Who.</param>
/// <param name="Answers">What they always, sometimes and never may, in this order.</param>
public sealed record MatrixRow(IReadOnlyList<EntityUid> Principals, IReadOnlyList<MatrixAnswer> Answers)
{
    /// <summary>Puts together principals with equal answers, and under one answer all that it holds for.</summary>
    public static IReadOnlyList<MatrixRow> Of(PermissionMatrix matrix) =>
    [
        .. matrix.Cells.GroupBy(c => c.Principals, ReferenceEqualityComparer.Instance)
            .GroupBy(row => string.Join('\n', row.Select(c => $"{c.Action} {c.Resources.First} {c.Outcome.Key}")), StringComparer.Ordinal)
            .Select(rows => new MatrixRow([.. rows.SelectMany(r => r.First().Principals.Members)], AnswersOf(rows.First()))),
    ];

    private static MatrixAnswer[] AnswersOf(IEnumerable<MatrixCell> cells) =>
    [
        .. cells.GroupBy(c => c.Outcome.Key, StringComparer.Ordinal)
            .Select(same => new MatrixAnswer(
                same.First().Outcome,
                [.. same.GroupBy(c => c.Action).Select(a => new MatrixArea(a.Key, [.. a.SelectMany(c => c.Resources.Members)]))]))
            .OrderByDescending(a => a.Outcome.Permission switch { Permission.Always => 2, Permission.Depends => 1, _ => 0 }),
    ];
}

/// <summary>An answer and what it holds for.</summary>
/// <param name="Outcome">The answer, with the policies behind it.</param>
/// <param name="Areas">The actions, each with its resources.</param>
public sealed record MatrixAnswer(Outcome Outcome, IReadOnlyList<MatrixArea> Areas);

/// <summary>An action on some resources.</summary>
/// <param name="Action">The action.</param>
/// <param name="Resources">The resources.</param>
public sealed record MatrixArea(EntityUid Action, IReadOnlyList<EntityUid> Resources);
