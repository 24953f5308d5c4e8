using Bartizan.Detect.Pipelines;

namespace Bartizan.Detect;

/// <summary>Which rules are asked of an event.</summary>
public enum Routing
{
    /// <summary>Of events that declare a log source, or are recognised, the rules of that source; of all others every rule.</summary>
    Auto,

    /// <summary>Every rule of every event.</summary>
    None,
}

/// <summary>How rules are compiled and run.</summary>
public sealed record DetectOptions
{
    /// <summary>Where an event's time is looked for, the first that holds a time.</summary>
    public IReadOnlyList<string> TimeFields { get; init; } =
    [
        "@timestamp", "eventTime", "TimeCreated_SystemTime", "UtcTime", "timestamp", "time", "TimeGenerated", "requestReceivedTimestamp", "EventTime",
        "Event.System.TimeCreated.#attributes.SystemTime", "event.created", "created_at", "createdAt", "date",
    ];

    /// <summary>Values of placeholders, by name without the percent signs.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Placeholders { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Processing pipelines, run over every rule from the lowest priority to the highest.</summary>
    public IReadOnlyList<ProcessingPipeline> Pipelines { get; init; } = [];

    /// <summary>Which rules are asked of an event.</summary>
    public Routing Routing { get; init; }

    /// <summary>
    /// How much later than a newer one an event may come and still be correlated in its place; null to wait for the end, as for files.
    /// </summary>
    public TimeSpan? Lateness { get; init; }
}
