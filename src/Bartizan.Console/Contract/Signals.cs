namespace Bartizan.Console.Contract;

/// <summary>Which way signals go.</summary>
public enum SignalDirection
{
    /// <summary>Another party tells what ended there.</summary>
    In,

    /// <summary>Another party learns what ended here.</summary>
    Out,
}

/// <summary>A stream of signals.</summary>
/// <param name="Id">The transmitter's configured name, or the stream's id.</param>
/// <param name="Direction">Which way signals go.</param>
/// <param name="Party">The transmitter, or the agent that made the stream.</param>
/// <param name="Way">Where signals are pushed, or that they are asked for; null for those that come.</param>
/// <param name="Status"><c>enabled</c>, <c>paused</c> or <c>disabled</c>.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Count">How many signals came, or were delivered.</param>
/// <param name="Last">When the last one was, or null.</param>
/// <param name="LastEvent">Its event type, of those that come.</param>
/// <param name="Verified">When a verification last came, or null.</param>
/// <param name="Waiting">How many wait to be delivered.</param>
/// <param name="FailingSince">Since when nothing gets through, or null.</param>
/// <param name="Problem">What is wrong then.</param>
public sealed record SignalStreamView(
    string Id,
    SignalDirection Direction,
    string Party,
    string? Way,
    string Status,
    string? Reason,
    long Count,
    DateTimeOffset? Last,
    string? LastEvent,
    DateTimeOffset? Verified,
    long Waiting,
    DateTimeOffset? FailingSince,
    string? Problem);

/// <summary>Streams of signals.</summary>
/// <param name="Items">Those that come first.</param>
public sealed record SignalStreamList(IReadOnlyList<SignalStreamView> Items);
