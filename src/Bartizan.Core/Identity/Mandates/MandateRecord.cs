using Bartizan.Core.Budgets;

namespace Bartizan.Core.Identity.Mandates;

/// <summary>A mandate as it is kept: where it stands in its tree, and whether it was ended.</summary>
/// <param name="Mandate">What it says.</param>
/// <param name="Parent">Id of the mandate above it; null for the uppermost.</param>
/// <param name="Holder">Agent id.</param>
/// <param name="Person">Account id of the person with whom it began; null when it began with an agent.</param>
/// <param name="Transaction">The id that all tokens of the piece of work share.</param>
/// <param name="Created">When it was given.</param>
/// <param name="Ended">When it was ended before its time; null when it was not.</param>
public sealed record MandateRecord(
    Mandate Mandate, string? Parent, string Holder, string? Person, string Transaction, DateTimeOffset Created, DateTimeOffset? Ended = null)
{
    /// <summary>Whether it counts at a moment, as far as it is its own affair.</summary>
    public bool CountsAt(DateTimeOffset time) => Ended is null && time < Mandate.Until;

    /// <summary>Each limit and what was spent of it until a moment, as it is kept: at most a twentieth of the limit ahead.</summary>
    public IReadOnlyList<(BudgetAmount Limit, decimal Spent)> SpentOf(ILookup<string, BudgetCount> counts, DateTimeOffset now) =>
        [.. Mandate.Limits.Select(l => (l, counts[Mandate.Budget].Where(c => c.Key.Unit == l.Unit && c.Key.Currency == l.Currency).Sum(c => BudgetLine.Of(c, now).Spent)))];
}
