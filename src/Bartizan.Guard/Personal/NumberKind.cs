using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Personal;

/// <summary>Whether a number without its separators can be one of a kind.</summary>
internal delegate bool NumberCheck(ReadOnlySpan<char> number);

/// <summary>One kind of number, of digits alone or with letters.</summary>
/// <param name="Kind">What a hit is called.</param>
/// <param name="Length">Digits and letters, without separators.</param>
/// <param name="Holds">Its check.</param>
/// <param name="Words">What may stand beside it; null where no word is looked for.</param>
internal sealed record NumberKind(HitKind Kind, int Length, NumberCheck Holds, ContextWords? Words)
{
    /// <summary>How sure beside one of its words.</summary>
    public double Named { get; init; } = 0.95;

    /// <summary>How sure without a word, when the check holds; 0 where a word or layout is needed.</summary>
    public double Alone { get; init; }

    /// <summary>A weaker check that is enough beside one of its words; null for the same.</summary>
    public NumberCheck? Loose { get; init; }

    /// <summary>A stronger check that is needed with neither a word nor a layout; null for the same.</summary>
    public NumberCheck? Strict { get; init; }

    /// <summary>Groups that say what it is without a word; empty when none do.</summary>
    public int[] Layout { get; init; } = [];

    /// <summary>Separators of that layout, one a gap.</summary>
    public string Separators { get; init; } = "";

    /// <summary>How sure when it is laid out so, without a word.</summary>
    public double LaidOut { get; init; } = 0.8;

    /// <summary>Whether its letters must be capitals.</summary>
    public bool Capitals { get; init; }
}
