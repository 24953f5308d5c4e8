using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Exchanges;
using Bartizan.Console.People;
using Bartizan.Core.Events;
using Bartizan.Storage;

namespace Bartizan.Console.Live;

/// <summary>
/// Follows the log for one reader: batches of new exchanges a few times a second, a heartbeat when there are none. The log itself is the buffer:
/// a slow reader gets bigger batches, and one who comes back names the position to go on from.
/// </summary>
internal sealed class LiveFeed(BartizanStore store, Sessions sessions, ConsoleOptions options, TimeProvider clock)
{
    /// <summary>Name of events with exchanges.</summary>
    public const string ExchangesEvent = "exchanges";

    /// <summary>Name of events that only say where the feed stands.</summary>
    public const string HeartbeatEvent = "heartbeat";

    /// <summary>How far back a reader may resume; further, it is told to read the list again.</summary>
    public const int FurthestResume = 5_000;

    private const int BatchSize = 500;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Events for one reader, until they leave or may read no more.</summary>
    /// <param name="fits">Which exchanges.</param>
    /// <param name="after">Position to go on from; null for now.</param>
    /// <param name="visitor">Who reads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<SseItem<LiveBatch>> FollowAsync(
        Func<ExchangeRow, bool> fits, long? after, Visitor visitor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var head = await store.Events.HeadAsync(cancellationToken);
        var missed = after is { } resume && (head - resume > FurthestResume || resume > head);
        var position = missed ? head : after ?? head;
        yield return Item(HeartbeatEvent, new LiveBatch([], position, missed));

        var lastSaid = clock.GetTimestamp();
        using var pace = new PeriodicTimer(Pace, clock);
        while (true)
        {
            var read = await store.Events.ReadAsync(position, BatchSize, cancellationToken);
            if (read.Count > 0)
            {
                position = read[^1].Position;
                var rows = Rows(read).Where(fits).ToList();
                if (rows.Count > 0)
                {
                    yield return Item(ExchangesEvent, new LiveBatch(rows, position, false));
                }
            }

            if (clock.GetElapsedTime(lastSaid) >= options.Heartbeat)
            {
                // Signing out, a lost role or a disabled account ends the feed too, not only the next request.
                if (!(await sessions.FindAsync(visitor.Token, cancellationToken, touch: false)).May(Right.Watch))
                {
                    yield break;
                }

                lastSaid = clock.GetTimestamp();
                yield return Item(HeartbeatEvent, new LiveBatch([], position, false));
            }

            if (read.Count < BatchSize && !await pace.WaitForNextTickAsync(cancellationToken))
            {
                yield break;
            }
        }
    }

    private static IEnumerable<ExchangeRow> Rows(IReadOnlyList<StoredEvent> events) =>
        from stored in events
        where stored.Event.Kind == ExchangeRows.EventKind
        select ExchangeRows.Of(stored.Position, stored.Event.Exchange ?? JsonSerializer.Deserialize(stored.Event.Json.Span, EventJsonContext.Default.ExchangeRecord)!);

    private static SseItem<LiveBatch> Item(string name, LiveBatch batch) =>
        new(batch, name) { EventId = batch.Head.ToString(System.Globalization.CultureInfo.InvariantCulture) };
}
