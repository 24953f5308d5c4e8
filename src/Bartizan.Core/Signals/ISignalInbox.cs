namespace Bartizan.Core.Signals;

/// <summary>Takes what other parties signal. A signal, its effect and the event that tells of it are one change.</summary>
public interface ISignalInbox
{
    /// <summary>Takes a signal, unless one of the same issuer and id was taken before. Event: <c>signal.received</c>.</summary>
    ValueTask<SignalTaken> TakeAsync(ReceivedSignal signal, CancellationToken cancellationToken);

    /// <summary>Notes how asking a transmitter went: what is wrong since when, or that nothing is any more. Written only where that changed.</summary>
    ValueTask ReportAsync(string source, string? problem, CancellationToken cancellationToken);

    /// <summary>How each transmitter's stream is doing that was ever heard of.</summary>
    ValueTask<IReadOnlyList<SignalSourceState>> StatesAsync(CancellationToken cancellationToken);
}

/// <summary>What became of a signal.</summary>
/// <param name="Again">Whether it was taken before, and did nothing now.</param>
/// <param name="Did">What was done, in one word as the event has it.</param>
/// <param name="Accounts">Ids of the accounts that it is about.</param>
public sealed record SignalTaken(bool Again, string Did, IReadOnlyList<string> Accounts);

/// <summary>How a transmitter's stream is doing.</summary>
/// <param name="Name">The transmitter's configured name.</param>
/// <param name="Received">How many signals were taken.</param>
/// <param name="Last">When the last one was; null before the first.</param>
/// <param name="LastEvent">The last one's event type.</param>
/// <param name="Verified">When it last showed that it works.</param>
/// <param name="Status">What the transmitter says it is: <c>enabled</c>, <c>paused</c> or <c>disabled</c>.</param>
/// <param name="StatusReason">Why, in its words.</param>
/// <param name="FailingSince">Since when it cannot be asked; null while it can, or is not asked.</param>
/// <param name="Problem">What is wrong then.</param>
public sealed record SignalSourceState(
    string Name, long Received, DateTimeOffset? Last, string? LastEvent, DateTimeOffset? Verified, string Status, string? StatusReason, DateTimeOffset? FailingSince, string? Problem);
