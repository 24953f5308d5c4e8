namespace Bartizan.Core.Identity.Reviews;

/// <summary>What a reviewer should know before they answer, as it was when the question was put.</summary>
public sealed record ReviewEvidence
{
    /// <summary>Most names that are told.</summary>
    public const int MostNames = 16;

    /// <summary>Since when uses are counted; later than the campaign says where nobody watched before.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>How often it was used.</summary>
    public long Uses { get; init; }

    /// <summary>When it was used last; null when it was not.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>What of it was used, the most used first; at most <see cref="MostNames"/>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How many names there are altogether.</summary>
    public int NamesInAll { get; init; }

    /// <summary>How many working agents have it.</summary>
    public int Agents { get; init; }

    /// <summary>How many of them used it.</summary>
    public int AgentsThatUsed { get; init; }

    /// <summary>How many other blueprints, or agents, have the same.</summary>
    public int Peers { get; init; }

    /// <summary>Of how many.</summary>
    public int PeersInAll { get; init; }

    /// <summary>Who gave it, or answered for it last; null where nobody is told.</summary>
    public string? GivenBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? Given { get; init; }

    /// <summary>What changed since then, and what it can do, in short sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
