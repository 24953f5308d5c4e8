using Bartizan.Policy.Analysis.Diffs;
using Bartizan.Policy.Analysis.Matrix;

namespace Bartizan.Commands.Policy;

/// <summary>What a change of policies changes, for programs.</summary>
internal static class DiffData
{
    public static object Of(IReadOnlyList<PolicyChange> changes, RequestDiff? requests, InventoryDiff? inventory) => new
    {
        policies = changes.Select(c => new
        {
            change = c.Before is null ? "added" : c.After is null ? "removed" : "changed",
            before = c.Before is null ? null : Policy(c.Before),
            after = c.After is null ? null : Policy(c.After),
        }),
        requests = requests is null ? null : new
        {
            count = requests.Requests,
            changes = Enum.GetValues<AnswerChange>().ToDictionary(DiffText.Words, requests.Count, StringComparer.Ordinal),
            groups = requests.Groups.Select(g => new { change = DiffText.Words(g.Change), g.Action, g.Requests, g.Before, g.After, g.Missing, g.NewErrors, examples = g.Examples.Select(e => e.Name) }),
        },
        inventory = inventory is null ? null : new
        {
            inventory.Permissions,
            inventory.Skipped,
            differing = inventory.Cells.Select(c => new
            {
                mayAllow = c.MayAllow,
                mayDeny = c.MayDeny,
                principals = c.Principals.Members.Select(p => p.ToString()),
                action = c.Action.ToString(),
                resources = c.Resources.Members.Select(r => r.ToString()),
                before = Outcome(c.Before),
                after = Outcome(c.After),
            }),
        },
    };

    private static object Outcome(Outcome outcome) => new { permission = MatrixText.Word(outcome.Permission), policies = outcome.Policies.Select(MatrixData.Policy), failing = outcome.Failing.Select(p => p.Id), blueprint = MatrixData.Bound(outcome.Bound) };

    private static object Policy(Bartizan.Policy.Policy policy) => new { policy.Id, effect = AnalysisText.Effect(policy), policy.File, policy.Line, text = policy.ToCedar() };
}
