using Bartizan.Core.Identity.Reviews;

namespace Bartizan.Identity.Reviews;

/// <summary>A campaign as somebody asks for it.</summary>
public sealed record CampaignDraft
{
    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>Who begins it.</summary>
    public required string By { get; init; }

    /// <summary>How long people have.</summary>
    public required TimeSpan AnswerWithin { get; init; }

    /// <summary>How far back uses are counted.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Names of the blueprints that it is about; none for all, and for agents without one.</summary>
    public IReadOnlyList<string> Blueprints { get; init; } = [];

    /// <summary>What it asks about; none for everything.</summary>
    public IReadOnlyList<ReviewKind> Kinds { get; init; } = [];

    /// <summary>Whether it asks only about what was not used.</summary>
    public bool OnlyUnused { get; init; }

    /// <summary>Who is asked, instead of those who vouch for it; null for these.</summary>
    public string? Reviewer { get; init; }

    /// <summary>What set it off; null when a person begins it.</summary>
    public string? Trigger { get; init; }

    /// <summary>What of all that it asks about, where that is less; null for all.</summary>
    internal Func<ReviewSubject, ReviewEvidence, bool>? About { get; init; }

    /// <summary>What every item should say, beside what is found.</summary>
    internal string? Note { get; init; }
}
