using Bartizan.Core.Exchanges;

namespace Bartizan.Storage.Exchanges;

/// <summary>Which exchanges to list; what is null or empty does not filter.</summary>
public sealed record ExchangeFilter
{
    /// <summary>Agent id.</summary>
    public string? Agent { get; init; }

    /// <summary>Verdicts, any of them.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>A finding's label, or its family as <c>pii.*</c>.</summary>
    public string? Label { get; init; }

    /// <summary>Text that stands in the model's name, the route or the agent's name, without regard to ASCII case.</summary>
    public string? Text { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>One line of a list of exchanges.</summary>
public sealed record ExchangeSummary
{
    /// <summary>Position in the event log.</summary>
    public required long Position { get; init; }

    /// <summary>Exchange id.</summary>
    public required string Id { get; init; }

    /// <summary>When the request arrived.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Agent id, or null when the key was not known.</summary>
    public string? Agent { get; init; }

    /// <summary>Agent's name at that time.</summary>
    public string? AgentName { get; init; }

    /// <summary>Dialect.</summary>
    public required string Dialect { get; init; }

    /// <summary>Method and path.</summary>
    public required string Route { get; init; }

    /// <summary>Model asked for.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the client asked for a stream.</summary>
    public required bool Stream { get; init; }

    /// <summary>HTTP status the client got.</summary>
    public required int Status { get; init; }

    /// <summary>The strongest verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Distinct labels found, in order of name.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>First byte in to last byte out, microseconds.</summary>
    public required long TotalMicroseconds { get; init; }

    /// <summary>What Bartizan itself added, microseconds.</summary>
    public required long OverheadMicroseconds { get; init; }
}

/// <summary>A page of exchanges, newest first.</summary>
/// <param name="Items">The exchanges.</param>
/// <param name="Next">Give it back to get the next page; null on the last.</param>
public sealed record ExchangePage(IReadOnlyList<ExchangeSummary> Items, string? Next);
