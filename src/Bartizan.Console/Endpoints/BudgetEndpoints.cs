using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Core.Budgets;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>What budgets have spent.</summary>
internal static class BudgetEndpoints
{
    public static void MapBudgets(this IEndpointRouteBuilder api) =>
        api.MapGroup("/budgets").WithTags("Budgets").MapGet("", ListAsync).For(Right.Watch, "listBudgets", "What is spent and left of every budget.");

    private static async Task<BudgetList> ListAsync(BartizanStore store, TimeProvider clock, CancellationToken cancel)
    {
        var names = (await store.Agents.ListAsync(cancel)).ToDictionary(agent => agent.Id, agent => agent.Name, StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        return new BudgetList(
        [
            .. (await store.Budgets.LoadAsync(cancel))
                .Select(count => BudgetLine.Of(count, now))
                // Mandates have a page of their own.
                .Where(line => line.Spent > 0 && line.Period != BudgetPeriod.Mandate)
                .OrderByDescending(line => line.Limit == 0 ? 1 : line.Spent / line.Limit)
                .ThenBy(line => line.Budget, StringComparer.Ordinal)
                .Select(line => View(line, names)),
        ]);
    }

    private static BudgetView View(BudgetLine line, Dictionary<string, string> names) => new(
        line.Budget,
        line.Unit,
        line.Currency,
        line.Period,
        line.Limit,
        line.Spent,
        line.Left,
        line.Until,
        line.Agent is { } id ? names.GetValueOrDefault(id, id) : null,
        line.User,
        line.System,
        line.Model);
}
