using System.Globalization;
using Bartizan.Console.Contract;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Diffs;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Storage;

namespace Bartizan.Console.Policies;

/// <summary>Compares two policy sets over the installation's inventory and over what was recorded, and says whether that widens what is allowed.</summary>
internal sealed class PolicyReviewer(IPolicyDesk desk, InstallationInventory inventory, BartizanStore store, TimeProvider clock)
{
    private const int MostNamed = 20;

    // What a policy is called and what it says to a client changes nothing that is done; whether it is only tried is compared with the answers.
    private static readonly string[] WithoutEffect = ["id", "message", "code", "mode"];

    /// <summary>Tells how far it is.</summary>
    public delegate void Tell(string stage, long done, long total);

    public async Task<PolicyReviewResult> ReviewAsync(ReviewSubject subject, Tell tell, CancellationToken cancellationToken)
    {
        var changes = PolicyChanges.Between(subject.Before, subject.After);
        var installation = await inventory.ReadAsync(PermissionReader.MostEvents, new Progress("Reading what there is", tell, cancellationToken), cancellationToken);
        var question = MatrixQuestion.Of(installation.Entities, desk.Schema, subject.Before, subject.After) with { Ceilings = installation.Ceilings };
        var compared = InventoryDiff.Of(subject.Before, subject.After, question, new Progress("Comparing permissions", tell, cancellationToken));

        var (decisions, backtest) = (new RequestDiff(new PolicyEngine(subject.Before), new PolicyEngine(subject.After)), new BacktestReport());
        var (backtester, recorded) = (new Backtester(new PolicyEngine(subject.After)), new RecordedDecisions(
            new HashSet<string>(StringComparer.Ordinal), await RecordedBlueprints.ReadAsync(store.Registry, store.Agents, cancellationToken)));
        await RecordedExchanges.ReadAsync(
            store.Events,
            clock.GetUtcNow() - TimeSpan.FromDays(subject.Days),
            exchange =>
            {
                if (exchange is null || recorded.Of(exchange) is not { } asked)
                {
                    backtest.AddUnreadable();
                    return;
                }

                backtest.AddExchange();
                foreach (var decision in asked)
                {
                    decisions.Add(decision.Case);
                    backtest.Add(exchange, backtester.Ask(decision));
                }
            },
            new Progress("Asking recorded decisions again", tell, cancellationToken),
            cancellationToken);
        return AnalysisViews.View(changes, compared, installation, decisions, backtest, [.. Widens(changes, compared, decisions)]);
    }

    private static IEnumerable<string> Widens(IReadOnlyList<PolicyChange> changes, InventoryDiff compared, RequestDiff decisions)
    {
        if (decisions.Count(AnswerChange.NewlyAllowed) is > 0 and var allowed)
        {
            yield return Text($"{allowed} recorded {(allowed == 1 ? "decision" : "decisions")} would be newly allowed.");
        }

        if (compared.Cells.Where(c => c.MayAllow).Sum(c => c.Permissions) is > 0 and var mayAllow)
        {
            yield return Text($"{mayAllow} {(mayAllow == 1 ? "permission" : "permissions")} of the inventory may be newly allowed.");
        }

        if (compared.Skipped > 0)
        {
            yield return Text($"{compared.Skipped} permissions were not compared, because there are too many.");
        }

        var duties = changes.Where(c => !Duties(c.Before).SetEquals(Duties(c.After))).Select(c => (c.After ?? c.Before)!.Id).ToList();
        if (duties.Count > 0)
        {
            yield return $"What happens beside the answer, such as masks and approvals, changes with {Some(duties)}.";
        }

        // No inventory holds what will be there tomorrow. Only a permit that comes and a forbid that goes can allow anything, now or then.
        var loosening = changes.Where(c => c.Before?.Effect == Effect.Forbid || c.After?.Effect == Effect.Permit).Select(c => (c.After ?? c.Before)!.Id).ToList();
        if (loosening.Count > 0)
        {
            yield return $"A permit that comes or a forbid that goes may also allow what nobody could compare, such as agents and tools to come: {Some(loosening)}.";
        }
    }

    // A draft may hold thousands.
    private static string Some(List<string> ids) => ids.Count <= MostNamed ? string.Join(", ", ids) : Text($"{string.Join(", ", ids.Take(MostNamed))} and {ids.Count - MostNamed} more");

    private static HashSet<(string Name, string Value)> Duties(Policy.Policy? policy) =>
        policy is null ? [] : [.. policy.Annotations.Where(a => !WithoutEffect.Contains(a.Key)).Select(a => (a.Key, a.Value))];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Comparing an inventory knows no other way to end early.
    private sealed class Progress(string stage, Tell tell, CancellationToken cancellationToken) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tell(stage, value.Done, value.Total);
        }
    }
}
