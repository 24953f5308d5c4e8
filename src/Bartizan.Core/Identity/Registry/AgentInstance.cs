namespace Bartizan.Core.Identity.Registry;

/// <summary>A run of an agent, with a key of its own.</summary>
public sealed record AgentInstance
{
    /// <summary>How long one lives at most without being renewed.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    /// <summary>Id, prefix <c>ins</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Id of its agent.</summary>
    public required string Agent { get; init; }

    /// <summary>RFC 7638 thumbprint of its public key (SHA-256, base64url).</summary>
    public required string Thumbprint { get; init; }

    /// <summary>What attested it, for people.</summary>
    public required string Evidence { get; init; }

    /// <summary>What its evidence said when it was last checked, each as <c>source:what=value</c>.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When its evidence was last checked.</summary>
    public DateTimeOffset Attested { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>When it was ended before that; null when it was not.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Whether an id is a run's.</summary>
    public static bool IsId(string id) => id.StartsWith("ins_", StringComparison.Ordinal);

    /// <summary>Whether it runs at this time.</summary>
    public bool RunsAt(DateTimeOffset now) => Ended is null && now < Ends;
}
