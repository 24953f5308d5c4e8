namespace Bartizan.Guard;

/// <summary>What a person may choose about the guard. Everything has a working default.</summary>
public sealed record GuardOptions
{
    /// <summary>Labels that are not reported: exact (<c>pii.phone</c>) or a family (<c>pii.*</c>).</summary>
    public IReadOnlyList<string> DisabledLabels { get; init; } = [];

    /// <summary>Findings below this score (0 to 1) are not reported.</summary>
    public double MinimumScore { get; init; }

    /// <summary>Hosts that links and images may carry data to without a finding; a host covers its subdomains.</summary>
    public IReadOnlyList<string> KnownHosts { get; init; } = [];

    /// <summary>Recognises this installation's canary tokens; null where none are issued.</summary>
    public Canaries.CanaryTokens? Canaries { get; init; }

    /// <summary>Kinds of data that only this installation knows; those that <see cref="Custom.CustomEntities.Check"/> finds no fault with.</summary>
    public IReadOnlyList<Custom.CustomEntity> Entities { get; init; } = [];

    /// <summary>What is not to be talked about; lists that <see cref="Topics.TermLists.Check"/> finds no fault with.</summary>
    public IReadOnlyList<Topics.TermList> Topics { get; init; } = [];

    /// <summary>UTF-16 units of one segment that are inspected at most; a longer segment is a failure, never passed unseen.</summary>
    public int MaxSegmentLength { get; init; } = 8 * 1024 * 1024;

    /// <summary>Time for one message, checked between inspectors; what is left over when it is spent is a failure.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(5);
}
