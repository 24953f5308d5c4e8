using Bartizan.Core.Exchanges;

namespace Bartizan.Core.Events;

/// <summary>One fact with a time, a source and raw JSON.</summary>
public sealed record EventRecord
{
    /// <summary>Id; for an exchange the exchange's id. Appending the same id again changes nothing.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Who says it: <c>gateway</c>, <c>identity</c>, <c>console</c>, later any ingested source.</summary>
    public required string Source { get; init; }

    /// <summary>What kind of fact, dotted: <c>exchange</c>, <c>agent.added</c>, <c>policy.reloaded</c>, <c>console.signed-in</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The fact as UTF-8 JSON. Whoever makes the record never changes these bytes again.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The exchange that <see cref="Json"/> was made of, so that readers in the same process need not parse it; null for other facts and for what was read back.</summary>
    public ExchangeRecord? Exchange { get; init; }
}

/// <summary>An event with its place in the log.</summary>
/// <param name="Position">From 1, without gaps, in order of appending.</param>
/// <param name="Event">The event.</param>
public sealed record StoredEvent(long Position, EventRecord Event);

/// <summary>
/// The durable, ordered log of events. Every appended event also becomes one ledger entry in the same commit,
/// so what is acknowledged is both readable and provable.
/// </summary>
public interface IEventLog
{
    /// <summary>Appends; completes only when the event and its ledger entry are durable. Returns the position.</summary>
    ValueTask<long> AppendAsync(EventRecord record, CancellationToken cancellationToken);

    /// <summary>Events after a position, oldest first, at most <paramref name="max"/>; empty when there are none yet.</summary>
    ValueTask<IReadOnlyList<StoredEvent>> ReadAsync(long after, int max, CancellationToken cancellationToken);

    /// <summary>The position of the newest event, 0 when the log is empty.</summary>
    ValueTask<long> HeadAsync(CancellationToken cancellationToken);

    /// <summary>Events from now on, as they become durable. A reader too slow for <paramref name="buffer"/> events loses the oldest and must re-read by position.</summary>
    IAsyncEnumerable<StoredEvent> FollowAsync(int buffer, CancellationToken cancellationToken);
}
