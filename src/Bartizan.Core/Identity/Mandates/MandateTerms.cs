using Bartizan.Core.Budgets;

namespace Bartizan.Core.Identity.Mandates;

/// <summary>What a mandate says of a piece of work, as it is asked for: what for, how much it may spend, how far it may be handed on, how long.</summary>
public sealed record MandateTerms
{
    /// <summary>How long a mandate lasts where nothing is said.</summary>
    public static readonly TimeSpan UsualLife = TimeSpan.FromHours(1);

    /// <summary>How long it may last: what it spent is counted for as long (<see cref="BudgetPeriod.Mandate"/>).</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    /// <summary>Most limits of a mandate.</summary>
    public const int MaxLimits = 8;

    /// <summary>Most characters of a purpose.</summary>
    public const int MaxPurpose = 200;

    /// <summary>Most agents that may act for a mandate's holder, one after the other.</summary>
    public const int MaxDepth = 4;

    /// <summary>What the work is for; null where nobody said it.</summary>
    public string? Purpose { get; init; }

    /// <summary>What may be spent altogether, one limit a unit and currency. What is not named is not limited here.</summary>
    public IReadOnlyList<BudgetAmount> Limits { get; init; } = [];

    /// <summary>How many agents may act for its holder, one after the other; null where that is not limited here.</summary>
    public int? Depth { get; init; }

    /// <summary>How long it lasts.</summary>
    public TimeSpan Life { get; init; } = UsualLife;

    /// <summary>Whether a text can be a purpose: one line that people can read.</summary>
    public static bool IsPurpose(string text) => text.Length is > 0 and <= MaxPurpose && text.Trim().Length == text.Length && !text.Any(char.IsControl);

    /// <summary>Whether a list can be limits: countable, and nothing twice.</summary>
    public static bool AreLimits(IReadOnlyList<BudgetAmount> limits) =>
        limits.Count <= MaxLimits
        && limits.All(l => l.IsCountable() && l.Unit != BudgetUnit.Streams && (l.Unit != BudgetUnit.Money || BudgetAmount.IsCurrency(l.Currency)))
        && limits.Select(l => (l.Unit, l.Currency)).Distinct().Count() == limits.Count;

    /// <inheritdoc/>
    public bool Equals(MandateTerms? other) =>
        other is not null && Purpose == other.Purpose && Depth == other.Depth && Life == other.Life && Limits.SequenceEqual(other.Limits);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Purpose, Depth, Life, Limits.Count);
}
