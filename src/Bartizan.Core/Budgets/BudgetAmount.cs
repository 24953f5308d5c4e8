using System.Globalization;

namespace Bartizan.Core.Budgets;

/// <summary>An amount and what of, as people write it: <c>100 requests</c>, <c>2000000 tokens</c>, <c>50 calls</c>, <c>8 streams</c> or <c>2.50 USD</c>.</summary>
/// <param name="Unit">What it counts.</param>
/// <param name="Amount">How much; money in whole units of its currency.</param>
/// <param name="Currency">ISO 4217 code where it counts money, else empty.</param>
public readonly record struct BudgetAmount(BudgetUnit Unit, decimal Amount, string Currency = "")
{
    // In billionths, so that sums of money stay far below what 64 bits hold.
    private const decimal MostMoney = 1_000_000_000m;
    private const decimal MostCount = 1_000_000_000_000_000m;
    private const decimal Billion = 1_000_000_000m;

    /// <summary>Most of a unit that can be counted.</summary>
    public static decimal Most(BudgetUnit unit) => unit == BudgetUnit.Money ? MostMoney : MostCount;

    /// <summary>Whether it is more than nothing, not more than can be counted, and whole: money in billionths.</summary>
    public bool IsCountable() => Amount > 0 && Amount <= Most(Unit) && Counted == decimal.Truncate(Counted);

    private decimal Counted => Unit == BudgetUnit.Money ? Amount * Billion : Amount;

    /// <summary>Whether a text is a currency's code.</summary>
    public static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    /// <summary>Reads one; null when it is not a number and a unit. Whether it is countable, and its three letters a currency, is another question.</summary>
    public static BudgetAmount? Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var number, var unit]
        && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? unit switch
            {
                "requests" => new(BudgetUnit.Requests, amount),
                "tokens" => new(BudgetUnit.Tokens, amount),
                "calls" => new(BudgetUnit.Calls, amount),
                "streams" => new(BudgetUnit.Streams, amount),
                { Length: 3 } => new(BudgetUnit.Money, amount, unit),
                _ => null,
            }
            : null;

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount:0.#########} {(Unit == BudgetUnit.Money ? Currency : Unit.ToString().ToLowerInvariant())}");
}
