using System.Text.Json;
using Bartizan.Configuration;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Results;
using Bartizan.Gateway.Replay;

namespace Bartizan.Commands;

/// <summary>Reads the recorded exchanges of an event log, oldest first, without what is kept of their texts.</summary>
internal static class RecordedExchanges
{
    private const int Page = 256;

    /// <summary>Hands over each exchange since a time; null for one whose record is damaged. What is recorded while this runs is left for the next time.</summary>
    public static async Task ReadAsync(
        IEventLog log, DateTimeOffset since, Action<ExchangeRecord?> take, IProgress<(long Done, long Total)> progress, CancellationToken cancellationToken)
    {
        var head = await log.HeadAsync(cancellationToken);
        for (var position = 0L; position < head;)
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
            progress.Report((position, head));
        }
    }

    /// <summary>The moment that a <c>--since</c> option names; the beginning of time without one.</summary>
    /// <exception cref="InputException">It is no length of time.</exception>
    public static DateTimeOffset Since(string? text) => text is null ? DateTimeOffset.MinValue
        : Quantities.Duration(text) is { } age ? TimeProvider.System.GetUtcNow() - age
        : throw new InputException(new InputError($"--since {text} is not understood.", $"Write {Quantities.DurationExpected}, or 7d."));

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
