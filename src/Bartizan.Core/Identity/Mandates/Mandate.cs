using Bartizan.Core.Budgets;

namespace Bartizan.Core.Identity.Mandates;

/// <summary>
/// Leave to do one piece of work, as a token carries it: a bound, never a permission. Mandates form a tree: what is spent under one is spent of all those above it.
/// </summary>
public sealed record Mandate
{
    /// <summary>Most mandates above one another.</summary>
    public const int MaxPath = 6;

    /// <summary>Id, prefix <c>mnd</c>; where a person consented to it the connection's, where its holder signed it alone the hop's.</summary>
    public required string Id { get; init; }

    /// <summary>What the work is for; null where nobody said it.</summary>
    public string? Purpose { get; init; }

    /// <summary>What may be spent under it altogether.</summary>
    public IReadOnlyList<BudgetAmount> Limits { get; init; } = [];

    /// <summary>How many more agents may act, one after the other, for the one that holds the token; null where that is not limited here.</summary>
    public int? Depth { get; init; }

    /// <summary>When it ends, in whole seconds.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Under which name it is counted what is spent; no configured budget can have it.</summary>
    public string Budget => "mandate:" + Id;

    /// <summary>The same for the next agent in the chain.</summary>
    public Mandate Below() => Depth is { } depth ? this with { Depth = depth - 1 } : this;

    /// <summary>
    /// Whether a mandate with these terms may stand below it: no limit above its own in the same unit, and handed on no further. A unit that is not named is
    /// within it, because it is spent of both.
    /// </summary>
    public bool Contains(MandateTerms terms) =>
        terms.Limits.All(Contains) && !(terms.Depth > Depth);

    /// <inheritdoc/>
    public bool Equals(Mandate? other) =>
        other is not null && Id == other.Id && Purpose == other.Purpose && Depth == other.Depth && Until == other.Until && Limits.SequenceEqual(other.Limits);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    private bool Contains(BudgetAmount asked)
    {
        foreach (var limit in Limits)
        {
            if (limit.Unit == asked.Unit && limit.Currency == asked.Currency && asked.Amount > limit.Amount)
            {
                return false;
            }
        }

        return true;
    }
}
