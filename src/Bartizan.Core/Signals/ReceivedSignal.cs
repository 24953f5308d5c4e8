namespace Bartizan.Core.Signals;

/// <summary>A security event token that was believed, in our words.</summary>
public sealed record ReceivedSignal
{
    /// <summary>The configured name of its transmitter.</summary>
    public required string Source { get; init; }

    /// <summary>The transmitter's issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>Its id, good once for the issuer (<c>jti</c>).</summary>
    public required string Id { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>The event type's URI.</summary>
    public required string Event { get; init; }

    /// <summary>Whom it is about; empty when nobody here can be meant.</summary>
    public IReadOnlyList<SignalSubject> Subjects { get; init; } = [];

    /// <summary>What it does to them.</summary>
    public SignalEffect Effect { get; init; }

    /// <summary>The level that it says the person has now; null for an event that says none.</summary>
    public SignalledLevel? Level { get; init; }

    /// <summary>Why, in the transmitter's words; null where it does not say.</summary>
    public string? Reason { get; init; }

    /// <summary>What else it says in short texts, such as a level before and after.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it shows only that the stream works.</summary>
    public bool Verifies { get; init; }

    /// <summary>What the transmitter says its stream is now: <c>enabled</c>, <c>paused</c> or <c>disabled</c>; null where it is about something else.</summary>
    public string? StreamStatus { get; init; }
}
