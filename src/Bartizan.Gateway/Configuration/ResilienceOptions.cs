namespace Bartizan.Gateway.Configuration;

/// <summary>When an exchange is tried again: only where the upstream cannot have begun to work on it, and no byte of an answer has gone to the client.</summary>
public sealed record RetryOptions
{
    /// <summary>How often upstreams are asked at most, the first time included.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long to wait, about, before the first repeat where the upstream does not say; twice as long before each further one.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait, also when the upstream wants a longer one: then its answer goes to the client, whose library knows how to wait.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>When an upstream counts as down and is left alone for a while.</summary>
public sealed record CircuitOptions
{
    /// <summary>So many per cent of attempts that fail.</summary>
    public int FailurePercent { get; init; } = 50;

    /// <summary>Of at least so many attempts.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>Within this time.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it is left alone; then one exchange tries it.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(15);
}
