using Bartizan.Core.Budgets;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Budgets;

namespace Bartizan.Gateway.Tests.Budgets;

/// <summary>Budgets, agents and amounts, as short as they may be.</summary>
internal static class Books
{
    public static readonly Principal Ada = Agent("ada");

    public static Principal Agent(string name, string owner = "owner", params (string Key, string Value)[] tags) =>
        new("agt_" + name, name, owner, tags.ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal));

    public static BudgetOptions Limit(string name, BudgetUnit unit, decimal limit, BudgetPeriod period, params BudgetDimension[] each) =>
        new() { Name = name, Unit = unit, Limit = limit, Period = period, Each = each, Currency = unit == BudgetUnit.Money ? "USD" : "" };

    public static BudgetTable Table(params BudgetOptions[] limits) => BudgetTable.Compile(new BudgetsOptions { Limits = limits }, []);

    /// <summary>What an exchange reserves of every budget that applies, or null when one has no room.</summary>
    public static Spending? Take(this BudgetBook book, BudgetTable table, long amount, Principal? agent = null, string model = "m")
    {
        var spending = book.TryTake(table, amount, out var shortage, agent, model);
        if (shortage is null)
        {
            return spending;
        }

        _ = book.Settle(spending).AsTask();
        return null;
    }

    public static Spending TryTake(this BudgetBook book, BudgetTable table, long amount, out BudgetShortage? shortage, Principal? agent = null, string model = "m")
    {
        var spending = book.Find(table, agent ?? Ada, model, stream: true)!;
        foreach (var entry in spending.Entries)
        {
            (entry.CountsTokens, entry.Reserved) = (true, amount);
        }

        _ = book.Reserve(spending, out shortage).AsTask();
        return spending;
    }

    /// <summary>Settles with so many tokens.</summary>
    public static void Settle(this BudgetBook book, Spending spending, long tokens)
    {
        spending.Asked();
        spending.Answered(new(tokens, 0), 0, whole: true);
        _ = book.Settle(spending).AsTask();
    }

    /// <summary>What counts now of the only budget.</summary>
    public static long Used(this BudgetBook book, BudgetTable table, Principal? agent = null)
    {
        var spending = book.Find(table, agent ?? Ada, "m", stream: true)!;
        var used = spending.Entries[0].Counter.Used;
        _ = book.Settle(spending).AsTask();
        return used;
    }

    /// <summary>Writes to a store what is to be written, as the keeper does.</summary>
    public static async Task WriteAsync(this BudgetBook book, IBudgetStore store, bool resting = false)
    {
        var batch = book.Begin(resting);
        await store.SaveAsync([.. batch.Counts.Select(c => c.Count)], [], default);
        book.Finish(batch, written: true);
    }
}
