using Bartizan.Core.Budgets;

namespace Bartizan.Gateway.Budgets;

/// <summary>One exchange's part of one budget.</summary>
internal sealed class SpendingEntry(Budget budget, BudgetCounter counter, PriceTable prices, string model)
{
    public Budget Budget => budget;

    public BudgetCounter Counter => counter;

    /// <summary>Whether the exchange costs tokens at all.</summary>
    public bool CountsTokens { get; set; }

    /// <summary>What is reserved, and in which slot.</summary>
    public long Reserved { get; set; }

    /// <inheritdoc cref="Reserved"/>
    public long Slot { get; set; }

    /// <summary>What was spent in the end.</summary>
    public long Spent { get; set; }

    /// <summary>What to reserve; null when nobody knows the price.</summary>
    public long? Estimate(long input, long output) => budget.Unit switch
    {
        BudgetUnit.Tokens => CountsTokens ? input + output : 0,
        BudgetUnit.Money => CountsTokens ? prices.AtMost(model, budget.Currency, input, output) : 0,
        _ => 1,
    };

    /// <summary>What tokens cost in this budget's unit. A price that a reservation found is still there: the snapshot of an exchange does not change.</summary>
    public long CostOf(in TokenBill bill) => budget.Unit == BudgetUnit.Tokens
        ? bill.All
        : prices.Find(model, budget.Currency, bill.AllInput)?.Of(bill) ?? Reserved;
}
