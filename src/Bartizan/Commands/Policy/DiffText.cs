using Bartizan.Policy.Analysis.Diffs;
using Bartizan.Policy.Analysis.Matrix;

namespace Bartizan.Commands.Policy;

/// <summary>Writes what a change of policies changes, for people who review it.</summary>
internal static class DiffText
{
    public static void Write(TextWriter output, IReadOnlyList<PolicyChange> changes, RequestDiff? requests, InventoryDiff? inventory)
    {
        var text = new AnalysisText(output);
        Write(text, changes);
        if (requests is not null)
        {
            text.Line();
            Write(text, requests);
        }

        if (inventory is not null)
        {
            text.Line();
            Write(text, inventory);
        }
    }

    /// <summary>A change in words.</summary>
    public static string Words(AnswerChange change) => change switch
    {
        AnswerChange.NewlyAllowed => "newly allowed",
        AnswerChange.NewlyDenied => "newly denied",
        AnswerChange.NewError => "new error",
        AnswerChange.OtherObligations => "other obligations",
        AnswerChange.OtherReasons => "other reasons",
        AnswerChange.CannotTell => "cannot be told",
        _ => "same",
    };

    /// <summary>The direction of a difference in words.</summary>
    public static string Words(DifferingCell cell) => (cell.MayAllow, cell.MayDeny) switch
    {
        (true, false) => cell.After.Permission == Permission.Always && cell.Before.Permission == Permission.Never ? "newly allowed" : "newly allowed in some contexts",
        (false, true) => cell.After.Permission == Permission.Never && cell.Before.Permission == Permission.Always ? "newly denied" : "newly denied in some contexts",
        _ => "may be newly allowed in some contexts, and denied in others",
    };

    private static void Write(AnalysisText text, IReadOnlyList<PolicyChange> changes)
    {
        text.Line($"policies: {changes.Count(c => c.Before is null)} added, {changes.Count(c => c.After is null)} removed, {changes.Count(c => c is { Before: not null, After: not null })} changed");
        foreach (var (before, after) in changes)
        {
            text.Line($"  {(before is null ? "+" : after is null ? "-" : "~")} {AnalysisText.Name(after ?? before!)}");
        }
    }

    private static void Write(AnalysisText text, RequestDiff requests)
    {
        text.Line($"requests: {requests.Requests}: {string.Join(", ", Enum.GetValues<AnswerChange>().Select(c => AnalysisText.Invariant($"{requests.Count(c)} {Words(c)}")))}");
        foreach (var group in requests.Groups)
        {
            text.Line($"  {Words(group.Change)}: {group.Requests} of {group.Action}: {AnalysisText.By(group.Before)} -> {AnalysisText.By(group.After)}{Why(group)}");
            text.Line($"    e.g. {string.Join(", ", group.Examples.Select(e => e.Name))}");
        }
    }

    private static string Why(AnswerGroup group) => group.Missing.Count > 0 ? $"; needs {string.Join(", ", group.Missing)}"
        : group.NewErrors.Count > 0 ? $"; fails: {string.Join(", ", group.NewErrors)}"
        : "";

    private static void Write(AnalysisText text, InventoryDiff inventory)
    {
        text.Line($"inventory: {inventory.Permissions} permissions compared, {inventory.Cells.Sum(c => c.Permissions)} differ, {inventory.Cells.Where(c => c.MayAllow).Sum(c => c.Permissions)} of them may be newly allowed");
        if (inventory.Skipped > 0)
        {
            text.Line($"  {inventory.Skipped} more were left out: narrow with --principal, --action or --resource, or raise --most");
        }

        foreach (var alike in inventory.Cells.GroupBy(c => $"{Words(c)}\n{c.Before.Key}\n\n{c.After.Key}", StringComparer.Ordinal))
        {
            var first = alike.First();
            text.Line($"  {Words(first)}: {MatrixText.Word(first.Before.Permission)} -> {MatrixText.Word(first.After.Permission)}");
            foreach (var area in alike.GroupBy(c => (c.Principals.First, c.Action)))
            {
                text.Line($"    {AnalysisText.Some(area.First().Principals.Members)}: {area.Key.Action} on {AnalysisText.Some([.. area.SelectMany(c => c.Resources.Members)])}");
            }

            WriteChanged(text, first.Before, first.After);
        }
    }

    // What both hold is not what a reviewer looks for.
    private static void WriteChanged(AnalysisText text, Outcome before, Outcome after)
    {
        var (old, now) = (before.Policies.Select(Told).ToList(), after.Policies.Select(Told).ToList());
        Write("-", before.Policies.Where(p => !now.Contains(Told(p))), before);
        Write("+", after.Policies.Where(p => !old.Contains(Told(p))), after);
        if (old.Intersect(now).Count() is > 0 and var same)
        {
            text.Line($"      and {same} as before");
        }

        void Write(string sign, IEnumerable<DecidingPolicy> policies, Outcome of)
        {
            foreach (var (policy, condition) in policies)
            {
                text.Line($"      {sign} {AnalysisText.Name(policy)}{(condition.Length == 0 ? "" : $" when {condition}")}");
            }

            if (of is { Permission: Permission.Never, Policies.Count: 0 })
            {
                text.Line($"      {sign} no policy permits it");
            }
        }
    }

    private static (Bartizan.Policy.Effect Effect, string Id, string Condition) Told(DecidingPolicy policy) => (policy.Policy.Effect, policy.Policy.Id, policy.Condition);
}
