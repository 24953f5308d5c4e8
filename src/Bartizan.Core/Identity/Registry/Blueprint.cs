namespace Bartizan.Core.Identity.Registry;

/// <summary>
/// One version of a blueprint: what agents of a kind may be at most, and who answers for them. A version never changes; a change makes the next one, and
/// agents are always of the newest.
/// </summary>
public sealed record Blueprint
{
    /// <summary>Most agents that may act for another one, one after the other.</summary>
    public const int DeepestDelegation = 4;

    /// <summary>How long a token may live at most.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromSeconds(300);

    /// <summary>Id, prefix <c>bpt</c>; the same for all versions.</summary>
    public required string Id { get; init; }

    /// <summary>Name; unique among blueprints that are not retired.</summary>
    public required string Name { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Name of the console account that answers for what its agents do.</summary>
    public required string Owner { get; init; }

    /// <summary>Name of the console account that vouches for there being a need for them.</summary>
    public required string Sponsor { get; init; }

    /// <summary>Digest of the code or image that its agents run, such as <c>sha256:…</c>; null when it is not told.</summary>
    public string? Code { get; init; }

    /// <summary>The models and tools that its agents may use at most; null for all that policy allows.</summary>
    public TokenAuthority? Uses { get; init; }

    /// <summary>Cedar text which must allow every call too; null for none.</summary>
    public string? Ceiling { get; init; }

    /// <summary>How many agents may act for one of its agents, one after the other; 0 to <see cref="DeepestDelegation"/>.</summary>
    public int Depth { get; init; } = DeepestDelegation;

    /// <summary>How long tokens live at most in whose chain one of its agents stands.</summary>
    public TimeSpan Lifetime { get; init; } = LongestLifetime;

    /// <summary>After how many days somebody must have looked at it again.</summary>
    public required int ReviewDays { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When this version was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Who made this version.</summary>
    public required string By { get; init; }

    /// <summary>When somebody last looked at it; making a version is looking at it.</summary>
    public required DateTimeOffset Reviewed { get; init; }

    /// <summary>When it was retired, for good; null while it is not.</summary>
    public DateTimeOffset? Retired { get; init; }

    /// <summary>When it must be looked at again.</summary>
    public DateTimeOffset ReviewDue => Reviewed.AddDays(ReviewDays);

    /// <summary>How records name this version.</summary>
    public string Mark => $"{Name}@{Version}";

    /// <summary>Whether another one's lists and depth allow nothing that these do not.</summary>
    public bool Bounds(Blueprint other) =>
        other.Depth <= Depth && (Uses is null || (other.Uses is { } uses && Uses.Contains(uses)));

    /// <summary>What it is at this time.</summary>
    public BlueprintState StateAt(DateTimeOffset now) =>
        Retired is not null ? BlueprintState.Retired : now >= Expires ? BlueprintState.Expired : now >= ReviewDue ? BlueprintState.ReviewOverdue : BlueprintState.InForce;
}
