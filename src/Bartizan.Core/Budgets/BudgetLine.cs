namespace Bartizan.Core.Budgets;

/// <summary>One count of a budget as people read it. Money stands in whole units of its currency; what is not counted apart is null.</summary>
public sealed record BudgetLine(
    string Budget, BudgetUnit Unit, string? Currency, BudgetPeriod Period, decimal Limit, decimal Spent, decimal Left, DateTimeOffset Until, string? Agent, string? User, string? System, string? Model)
{
    private const decimal Billion = 1_000_000_000m;

    /// <summary>What a count says at a moment.</summary>
    public static BudgetLine Of(BudgetCount count, DateTimeOffset now)
    {
        var (key, subject) = (count.Key, count.Key.Subject);
        var scale = key.Unit == BudgetUnit.Money ? Billion : 1;
        var spent = count.UsedAt(now);
        return new(
            key.Budget,
            key.Unit,
            Known(key.Currency),
            key.Period,
            count.Limit / scale,
            spent / scale,
            Math.Max(0, count.Limit - spent) / scale,
            key.Period.FreedAt(count.Newest),
            Known(subject.Agent),
            Known(subject.User),
            Known(subject.System),
            Known(subject.Model));
    }

    private static string? Known(string text) => text.Length == 0 ? null : text;
}
