using Bartizan.Policy.Values;

namespace Bartizan.Policy.History;

/// <summary>One decision of the past: what policies can ask of it. Immutable.</summary>
/// <param name="Time">When, in microseconds since 1970.</param>
/// <param name="Agent">Who acted.</param>
/// <param name="Action">What was done.</param>
/// <param name="Resource">What it was done to.</param>
/// <param name="Outcome">How it was decided.</param>
public sealed record HistoryEvent(long Time, EntityUid Agent, EntityUid Action, EntityUid Resource, HistoryOutcome Outcome)
{
    private static readonly Dictionary<string, decimal> NoNumbers = [];
    private static readonly CedarString[] Outcomes = [.. Enum.GetNames<HistoryOutcome>().Select(n => new CedarString(n.ToLowerInvariant()))];

    /// <summary>Labels of what was found in it, with their families.</summary>
    public CedarSet Labels { get; init; } = CedarSet.Empty;

    /// <summary>The sensitivity level, 0 to 3.</summary>
    public long Sensitivity { get; init; }

    /// <summary>Names of a tool call's arguments.</summary>
    public CedarSet Arguments { get; init; } = CedarSet.Empty;

    /// <summary>Tokens read and written; 0 until they are known.</summary>
    public long Tokens { get; init; }

    /// <summary>Numbers of a tool call's arguments that policies sum, by <see cref="HistoryNumber.Key"/>.</summary>
    public IReadOnlyDictionary<string, decimal> Numbers { get; init; } = NoNumbers;

    /// <summary>A field's value.</summary>
    internal CedarValue Read(EventField field) => field switch
    {
        EventField.Agent => new CedarEntity(Agent),
        EventField.Action => new CedarEntity(Action),
        EventField.Resource => new CedarEntity(Resource),
        EventField.Outcome => Outcomes[(int)Outcome],
        EventField.Labels => Labels,
        EventField.Arguments => Arguments,
        _ => new CedarLong(Number(field)),
    };

    /// <summary>A numeric field's value.</summary>
    internal long Number(EventField field) => field == EventField.Tokens ? Tokens : Sensitivity;
}
