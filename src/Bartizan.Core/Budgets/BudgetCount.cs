namespace Bartizan.Core.Budgets;

/// <summary>For whom a budget counts apart. A part by which it does not is empty.</summary>
/// <param name="Agent">Agent id.</param>
/// <param name="User">Owner of the agent.</param>
/// <param name="System">The agent's tag <c>system</c>.</param>
/// <param name="Model">Model asked for.</param>
public readonly record struct BudgetSubject(string Agent, string User, string System, string Model)
{
    /// <summary>Everybody together.</summary>
    public static BudgetSubject All { get; } = new("", "", "", "");
}

/// <summary>Which count it is: a budget of another unit or period counts anew, also under the same name.</summary>
/// <param name="Budget">Name of the budget.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Currency">ISO 4217 code where it counts money, else empty.</param>
/// <param name="Period">How long what was spent counts.</param>
/// <param name="Subject">For whom.</param>
public readonly record struct BudgetKey(string Budget, BudgetUnit Unit, string Currency, BudgetPeriod Period, BudgetSubject Subject);

/// <summary>One count of a budget as it is kept: never less than what was spent.</summary>
/// <param name="Key">Which count.</param>
/// <param name="Limit">The limit in force when it was written.</param>
/// <param name="Newest">The newest slot (<see cref="BudgetPeriods"/>).</param>
/// <param name="Amounts">What was spent in each slot, the newest first.</param>
public sealed record BudgetCount(BudgetKey Key, long Limit, long Newest, IReadOnlyList<long> Amounts)
{
    /// <summary>What of it counts at a moment.</summary>
    public long UsedAt(DateTimeOffset time)
    {
        var oldest = Key.Period.SlotAt(time) - Key.Period.Slots() + 1;
        return Amounts.Where((_, i) => Newest - i >= oldest).Sum();
    }
}

/// <summary>Keeps counts of budgets.</summary>
public interface IBudgetStore
{
    /// <summary>Every count kept.</summary>
    ValueTask<IReadOnlyList<BudgetCount>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Writes counts in place of what was kept under their keys, and forgets others; completes when that is durable.</summary>
    ValueTask SaveAsync(IReadOnlyList<BudgetCount> counts, IReadOnlyList<BudgetKey> forgotten, CancellationToken cancellationToken);
}
