using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Replay;

/// <summary>Reads the recorded exchanges of an event log, oldest first, without what is kept of their texts.</summary>
public static class RecordedExchanges
{
    private const int Page = 256;

    /// <summary>Hands over each exchange since a time; null for one whose record is damaged. What is recorded while this runs is left for the next time.</summary>
    /// <param name="log">The log.</param>
    /// <param name="since">Older exchanges are passed over.</param>
    /// <param name="take">Gets each.</param>
    /// <param name="progress">Told how many events were read, and how many there are.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="after">The position after which it begins.</param>
    /// <returns>The position up to which everything was read.</returns>
    public static async Task<long> ReadAsync(
        IEventLog log, DateTimeOffset since, Action<ExchangeRecord?> take, IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken, long after = 0)
    {
        var head = await log.HeadAsync(cancellationToken);
        for (var position = after; position < head;)
        {
            var events = await log.ReadAsync(position, Page, cancellationToken);
            foreach (var (_, record) in events.TakeWhile(e => e.Position <= head))
            {
                if (record.Kind == "exchange" && record.Time >= since)
                {
                    take(Read(record));
                }
            }

            position = events.Count == 0 ? head : events[^1].Position;
            progress?.Report((position - after, head - after));
        }

        return head;
    }

    private static ExchangeRecord? Read(EventRecord record)
    {
        try
        {
            return RecordedDecisions.Read(record.Json.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
