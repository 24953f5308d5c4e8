namespace Bartizan.Core.Budgets;

/// <summary>How long what was spent counts.</summary>
public enum BudgetPeriod
{
    /// <summary>While it lasts: for streams.</summary>
    None,

    /// <summary>For a sliding minute.</summary>
    Minute,

    /// <summary>For a sliding hour.</summary>
    Hour,

    /// <summary>Until the next midnight, UTC.</summary>
    Day,

    /// <summary>Until the first of the next month, UTC.</summary>
    Month,

    /// <summary>For a sliding month of 31 days, which is longer than any mandate lasts: as long as a mandate counts, so does all that was spent under it.</summary>
    Mandate,
}

/// <summary>
/// Cuts time into numbered slots. A day or month is one slot. A sliding period is the current slot and the twelve before it, each a twelfth of it:
/// whatever stretch of that length one looks at, never more than the limit was spent in it.
/// </summary>
public static class BudgetPeriods
{
    private const int Slices = 12;
    private const long Minute = 60;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Longest = 31 * Day;

    /// <summary>How many slots count together.</summary>
    public static int Slots(this BudgetPeriod period) => period is BudgetPeriod.Minute or BudgetPeriod.Hour or BudgetPeriod.Mandate ? Slices + 1 : 1;

    /// <summary>The slot of a moment, from 0.</summary>
    public static long SlotAt(this BudgetPeriod period, DateTimeOffset time) => period switch
    {
        BudgetPeriod.Minute => Seconds(time) / (Minute / Slices),
        BudgetPeriod.Hour => Seconds(time) / (Hour / Slices),
        BudgetPeriod.Mandate => Seconds(time) / (Longest / Slices),
        BudgetPeriod.Day => Seconds(time) / Day,
        BudgetPeriod.Month => (time.UtcDateTime.Year * 12L) + time.UtcDateTime.Month - 1,
        _ => 0,
    };

    /// <summary>When what was spent in a slot counts no longer.</summary>
    public static DateTimeOffset FreedAt(this BudgetPeriod period, long slot) => period switch
    {
        BudgetPeriod.Minute => DateTimeOffset.FromUnixTimeSeconds((slot + Slices + 1) * (Minute / Slices)),
        BudgetPeriod.Hour => DateTimeOffset.FromUnixTimeSeconds((slot + Slices + 1) * (Hour / Slices)),
        BudgetPeriod.Mandate => DateTimeOffset.FromUnixTimeSeconds((slot + Slices + 1) * (Longest / Slices)),
        BudgetPeriod.Day => DateTimeOffset.FromUnixTimeSeconds((slot + 1) * Day),
        BudgetPeriod.Month => new DateTimeOffset((int)((slot + 1) / 12), (int)((slot + 1) % 12) + 1, 1, 0, 0, 0, TimeSpan.Zero),
        _ => DateTimeOffset.MaxValue,
    };

    private static long Seconds(DateTimeOffset time) => Math.Max(0, time.ToUnixTimeSeconds());
}
