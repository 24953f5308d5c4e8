using Bartizan.Console.Contract;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Diffs;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Analysis.WhyNot;
using Bartizan.Policy.Values;

namespace Bartizan.Console.Policies;

/// <summary>What analyses of policies found, as the API shows it.</summary>
internal static class AnalysisViews
{
    private const int MostDiffering = 200;
    private const int MostGroups = 100;
    private const int MostMembers = 20;

    // A draft may hold thousands of policies, and a condition may be as long as the draft; a page of all of them in each answer would serve nobody.
    private const int MostPolicies = 50;
    private const int LongestCondition = 4_000;

    /// <summary>A matrix as a grid.</summary>
    public static PermissionView View(PermissionMatrix matrix, Installation installation)
    {
        var grid = MatrixGrid.Of(matrix);
        return new(
            [.. grid.Rows.Select(Names)],
            [.. grid.Columns.Select(c => new PermissionColumn(c.Action.Id, Names(c.Resources)))],
            [.. grid.Outcomes.Select(View)],
            grid.Cells,
            PeoplesNames(installation, installation.Entities.Entities.Select(e => e.Uid)),
            matrix.Permissions,
            matrix.Count(Permission.Always),
            matrix.Count(Permission.Depends),
            matrix.Count(Permission.Never),
            matrix.Skipped,
            installation.LeftOut);
    }

    /// <summary>Why a request is denied.</summary>
    public static WhyNotView View(InstallationWhyNot denied) => View(denied.Policies, denied.Blueprints);

    private static WhyNotView View(WhyNotReport report, IReadOnlyList<string> blueprints) => new(
        report.Answer.Allowed,
        report.Answer.Reasons,
        [.. report.Answer.Errors.Select(e => $"{e.PolicyId}: {e.Message}")],
        blueprints,
        [.. report.Forbids.Select(View)],
        [.. report.Permits.Select(View)],
        [.. report.Proposals.Select(Texts)],
        report.Grant,
        report.Answer.Allowed ? "" : Searched(report.Searched));

    /// <summary>What a review found.</summary>
    public static PolicyReviewResult View(
        IReadOnlyList<PolicyChange> changes, InventoryDiff inventory, Installation installation, RequestDiff decisions, BacktestReport backtest, IReadOnlyList<string> widens) => new(
        [.. changes.Select(c => new PolicyChangeView(c.Before is null ? null : PolicyViews.View(c.Before), c.After is null ? null : PolicyViews.View(c.After)))],
        inventory.Permissions,
        [.. inventory.Cells.Take(MostDiffering).Select(c => new DifferingView(
            Few(c.Principals), c.Principals.Members.Count, c.Action.Id, Few(c.Resources), c.Resources.Members.Count, c.MayAllow, c.MayDeny, View(c.Before), View(c.After)))],
        inventory.Cells.Count,
        inventory.Skipped,
        Enum.GetValues<AnswerChange>().ToDictionary(c => c, decisions.Count),
        [.. decisions.Groups.Take(MostGroups).Select(g => new AnswerGroupView(g.Change, g.Action, g.Requests, Ids(g.Before), Ids(g.After), Ids(g.Missing), [.. g.Examples.Select(e => e.Name)]))],
        new BacktestView(
            backtest.Exchanges,
            backtest.Unreadable,
            Enum.GetValues<BacktestOutcome>().ToDictionary(o => o, backtest.Count),
            [.. backtest.Groups.Take(MostGroups).Select(g => new BacktestGroupView(g.Outcome, g.Action, g.Decisions, Ids(g.Before), Ids(g.After), Ids(g.Missing), [.. g.Examples.Select(e => e.Id)]))],
            backtest.UnderPresentBlueprints),
        PeoplesNames(installation, inventory.Cells.Take(MostDiffering).SelectMany(c => c.Principals.Members.Take(MostMembers))),
        widens);

    private static Dictionary<string, string> PeoplesNames(Installation installation, IEnumerable<EntityUid> uids)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var uid in uids)
        {
            if (installation.Entities.Find(uid)?.Attributes.TryGet("name", out var name) == true && name is CedarString text)
            {
                names[uid.ToString()] = text.Value;
            }
        }

        return names;
    }

    private static string[] Ids(IReadOnlyList<string> ids) => [.. ids.Take(MostMembers)];

    private static string[] Few(MatrixClass members) => Names([.. members.Members.Take(MostMembers)]);

    private static PermissionAnswer View(Outcome outcome) => new(
        outcome.Permission,
        [.. outcome.Policies.Take(MostPolicies).Select(View)],
        outcome.Policies.Count,
        [.. outcome.Failing.Take(MostPolicies).Select(p => p.Id)],
        outcome.Bound is { } bound ? new PermissionBound(bound.Name, bound.Permission, [.. bound.Policies.Take(MostPolicies).Select(View)]) : null);

    private static PermissionPolicy View(Bartizan.Policy.Analysis.Matrix.DecidingPolicy part) => new(
        part.Policy.Id,
        PolicyViews.EffectOf(part.Policy),
        part.Policy.File,
        part.Policy.Line,
        part.Condition.Length <= LongestCondition ? part.Condition : $"{part.Condition.AsSpan(0, LongestCondition)}…",
        part.Policy.Annotations.GetValueOrDefault("hold"));

    private static RemedyView View(PolicyRemedy remedy) => new(PolicyViews.View(remedy.Policy), [.. remedy.Choices.Select(Texts)]);

    private static string[] Texts(ChangeSet changes) => [.. changes.Changes.Select(c => c.Text)];

    private static string[] Names(IReadOnlyList<EntityUid> uids) => [.. uids.Select(u => u.ToString())];

    private static string Searched(WhyNotScope scope) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{scope.Changes} changes that policies speak of and {scope.Combinations} combinations were tried. ")
        + (scope.IsWhole ? "All single changes and pairs are among them." : "Not all pairs are among them, so a smaller change may exist.");
}
