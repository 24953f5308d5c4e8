using Bartizan.Core.Events;

namespace Bartizan.Core.Signals;

/// <summary>
/// Keeps the streams by which others learn what ended here, and what they are still to be told. An event that they are to be told of is noted with the event
/// itself, and forgotten when the signals made of it are kept: nothing in between is lost.
/// </summary>
public interface ISignalStreams
{
    /// <summary>Keeps a new stream; false when its client has too many. Event: <c>signal.stream-changed</c>.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="authorization">The header <c>Authorization</c> that goes with what is pushed; null for none.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<bool> AddAsync(SignalStream stream, string? authorization, CancellationToken cancellationToken);

    /// <summary>The streams of a client, or of all where none is named, the oldest first.</summary>
    ValueTask<IReadOnlyList<SignalStream>> ListAsync(string? client, CancellationToken cancellationToken);

    /// <summary>Changes a stream of a client; what it is then, or null when the client has none of this id. Disabled, it forgets what waits. Event: <c>signal.stream-changed</c>.</summary>
    /// <param name="id">The stream.</param>
    /// <param name="client">Its client.</param>
    /// <param name="change">What it becomes; run in the store's transaction.</param>
    /// <param name="authorization">The header <c>Authorization</c>: null leaves it, an empty text takes it away.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<SignalStream?> ChangeAsync(string id, string client, Func<SignalStream, SignalStream> change, string? authorization, CancellationToken cancellationToken);

    /// <summary>Forgets a stream and what waits for it; false when the client has none of this id. Event: <c>signal.stream-deleted</c>.</summary>
    ValueTask<bool> DeleteAsync(string id, string client, CancellationToken cancellationToken);

    /// <summary>The header <c>Authorization</c> of a stream; null for none.</summary>
    ValueTask<string?> AuthorizationAsync(string id, CancellationToken cancellationToken);

    /// <summary>Events that streams are still to be told of, the oldest first.</summary>
    ValueTask<IReadOnlyList<StoredEvent>> UntoldAsync(int most, CancellationToken cancellationToken);

    /// <summary>Keeps signals for delivery, and forgets the events that they were made of, as one change. A stream for which too many wait is disabled.</summary>
    ValueTask TellAsync(IReadOnlyList<long> told, IReadOnlyList<OutgoingSignal> signals, CancellationToken cancellationToken);

    /// <summary>What waits for a stream, the oldest first.</summary>
    ValueTask<IReadOnlyList<OutgoingSignal>> WaitingAsync(string stream, int most, CancellationToken cancellationToken);

    /// <summary>Forgets signals of a stream that its receiver has.</summary>
    ValueTask DeliveredAsync(string stream, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Notes that a receiver would not have a signal; after <paramref name="most"/> times it is left out. Event then: <c>signal.left-out</c>.</summary>
    ValueTask RefusedAsync(string stream, string id, string error, int most, CancellationToken cancellationToken);

    /// <summary>Notes that nothing can be delivered, and why.</summary>
    ValueTask FailedAsync(string stream, string problem, CancellationToken cancellationToken);
}
