namespace Bartizan.Core.Identity.Reviews;

/// <summary>A narrower authority for a blueprint, because the rest was not used. A question to its owner.</summary>
public sealed record AuthorityProposal
{
    /// <summary>Id, prefix <c>prp</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the blueprint.</summary>
    public required string Blueprint { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that it narrows; it is overtaken by any other.</summary>
    public required int Version { get; init; }

    /// <summary>The account that is asked: the blueprint's owner.</summary>
    public required string Owner { get; init; }

    /// <summary>The models and tools that would be left; null to leave them unbounded.</summary>
    public TokenAuthority? Uses { get; init; }

    /// <summary>How many agents could still act for its agents.</summary>
    public required int Depth { get; init; }

    /// <summary>What goes, entry by entry.</summary>
    public required IReadOnlyList<Narrowed> Changes { get; init; }

    /// <summary>Since when uses were looked at.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>What the whole log says of it.</summary>
    public required NarrowingBacktest Backtest { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What became of it.</summary>
    public ProposalState State { get; init; }

    /// <summary>Who decided; null where nobody did.</summary>
    public string? By { get; init; }

    /// <summary>When it ceased to be open.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why, in their words; null where nobody said it.</summary>
    public string? Reason { get; init; }
}

/// <summary>What became of a proposal.</summary>
public enum ProposalState
{
    /// <summary>It waits for an answer.</summary>
    Open,

    /// <summary>It is in force as a version of the blueprint.</summary>
    Accepted,

    /// <summary>Somebody said no.</summary>
    Declined,

    /// <summary>Nobody answered in time.</summary>
    Lapsed,

    /// <summary>The blueprint changed, or what would go was used meanwhile.</summary>
    Overtaken,
}

/// <summary>An entry that goes, or is replaced by narrower ones.</summary>
/// <param name="Setting"><c>models</c>, <c>tools</c> or <c>depth</c>.</param>
/// <param name="Entry">The entry as it stands; empty where there was no bound.</param>
/// <param name="Instead">What stands in its place; nothing where it goes.</param>
public sealed record Narrowed(string Setting, string Entry, IReadOnlyList<string> Instead);

/// <summary>What recorded exchanges would have met.</summary>
/// <param name="Since">When the first of them was recorded; null where there is none.</param>
/// <param name="Passed">How many uses passed, by the blueprint's agents or through them.</param>
/// <param name="Refused">How many of these would be refused.</param>
/// <param name="Examples">Some of what would be refused, as sentences.</param>
public sealed record NarrowingBacktest(DateTimeOffset? Since, long Passed, long Refused, IReadOnlyList<string> Examples);
