namespace Bartizan.Identity.Registry;

/// <summary>A blueprint as a person wrote it.</summary>
public sealed record BlueprintDraft
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the console account that answers for its agents.</summary>
    public required string Owner { get; init; }

    /// <summary>Name of the console account that vouches for them.</summary>
    public required string Sponsor { get; init; }

    /// <summary>Digest of the code or image; null when it is not told.</summary>
    public string? Code { get; init; }

    /// <summary>Models that its agents may use; null when nothing is said of them.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Tools that its agents may use; null when nothing is said of them.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>Cedar text that must allow every call too; null for none.</summary>
    public string? Ceiling { get; init; }

    /// <summary>How many agents may act for one of its agents, one after the other.</summary>
    public int Depth { get; init; } = Core.Identity.Registry.Blueprint.DeepestDelegation;

    /// <summary>How long its agents' tokens live at most.</summary>
    public TimeSpan Lifetime { get; init; } = Core.Identity.Registry.Blueprint.LongestLifetime;

    /// <summary>How often somebody must look at it; null when it is not told.</summary>
    public TimeSpan? Review { get; init; }

    /// <summary>When it ends; null when it is not told.</summary>
    public DateTimeOffset? Expires { get; init; }
}
