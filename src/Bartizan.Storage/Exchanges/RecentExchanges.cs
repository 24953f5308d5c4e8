using System.Threading.Channels;
using Bartizan.Core.Events;

namespace Bartizan.Storage.Exchanges;

/// <summary>
/// What this process committed last, ready for the views, so that these need not read back and parse what was just written.
/// Only a short cut: it forgets the oldest and leaves out the large, and then the log itself is read. One adds, one takes.
/// </summary>
internal sealed class RecentExchanges
{
    /// <summary>Events kept at most.</summary>
    public const int Capacity = 4_096;

    /// <summary>Exchanges with more bytes of JSON are left to the log, which bounds the memory.</summary>
    public const int MaxJson = 16 * 1_024;

    private readonly Channel<Recent> _events = Channel.CreateBounded<Recent>(new BoundedChannelOptions(Capacity)
    {
        FullMode = BoundedChannelFullMode.DropOldest,
        SingleReader = true,
        SingleWriter = true,
    });

    // The first that was not taken; position 0 is no event's.
    private Recent _next;

    /// <summary>Adds an event; called in order of position.</summary>
    public void Add(StoredEvent stored)
    {
        var record = stored.Event;
        if (record.Kind != ExchangeProjection.Kind)
        {
            _events.Writer.TryWrite(new Recent(stored.Position, null));
        }
        else if (record.Exchange is { } exchange && record.Json.Length <= MaxJson)
        {
            _events.Writer.TryWrite(new Recent(stored.Position, ExchangeProjection.Of(exchange)));
        }
    }

    /// <summary>Takes the events that follow position <paramref name="after"/> without a gap, as far as they are here, at most <paramref name="max"/>; often none.</summary>
    public List<Recent> Take(long after, int max)
    {
        var taken = new List<Recent>();
        while (taken.Count < max && MoveBeyond(after) && _next.Position == after + 1)
        {
            taken.Add(_next);
            after++;
        }

        return taken;
    }

    private bool MoveBeyond(long after)
    {
        while (_next.Position <= after)
        {
            if (!_events.Reader.TryRead(out _next))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>An event as the views take it in.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="Exchange">The exchange it tells of; null when it is of another kind, or cannot be read.</param>
internal readonly record struct Recent(long Position, ExchangeProjection? Exchange);
