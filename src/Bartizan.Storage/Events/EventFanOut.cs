using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bartizan.Core.Events;

namespace Bartizan.Storage.Events;

/// <summary>Hands durable events to those who follow the log, each with a buffer of their own that drops the oldest.</summary>
/// <param name="first">Gets each event before the followers do, on the writer's thread; null when nobody is there.</param>
internal sealed class EventFanOut(Action<StoredEvent>? first)
{
    private ImmutableArray<Channel<StoredEvent>> _followers = [];
    private bool _closed;

    /// <summary>Whether anybody wants to know.</summary>
    public bool HasListeners => first is not null || !_followers.IsEmpty;

    /// <summary>Publishes one event; the writer calls it in order of position.</summary>
    public void Publish(StoredEvent stored)
    {
        first?.Invoke(stored);
        foreach (var follower in _followers)
        {
            follower.Writer.TryWrite(stored);
        }
    }

    /// <summary>Follows from now on, until cancelled or closed.</summary>
    public IAsyncEnumerable<StoredEvent> Follow(int buffer, CancellationToken cancellationToken)
    {
        // Joined here and not at the first MoveNext: "from now on" means from this call.
        var channel = Channel.CreateBounded<StoredEvent>(new BoundedChannelOptions(buffer)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            SingleWriter = true,
        });
        ImmutableInterlocked.Update(ref _followers, static (all, one) => all.Add(one), channel);
        if (Volatile.Read(ref _closed))
        {
            channel.Writer.TryComplete();
        }

        return Read(channel, cancellationToken);
    }

    /// <summary>Ends all followers.</summary>
    public void Close()
    {
        Volatile.Write(ref _closed, true);
        foreach (var follower in _followers)
        {
            follower.Writer.TryComplete();
        }
    }

    private async IAsyncEnumerable<StoredEvent> Read(Channel<StoredEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var stored in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return stored;
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _followers, static (all, one) => all.Remove(one), channel);
        }
    }
}
