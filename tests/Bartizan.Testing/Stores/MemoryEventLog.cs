using System.Runtime.CompilerServices;
using Bartizan.Core.Events;

namespace Bartizan.Testing.Stores;

/// <summary>An event log in memory that can be told to hold or to fail appends.</summary>
public sealed class MemoryEventLog : IEventLog
{
    private readonly Lock _gate = new();
    private readonly List<StoredEvent> _events = [];
    private TaskCompletionSource? _held;

    /// <summary>Whether appends fail.</summary>
    public bool Fails { get; set; }

    /// <summary>Everything appended so far.</summary>
    public IReadOnlyList<StoredEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Appends wait from now on, until <see cref="Release"/>.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets held appends go on.</summary>
    public void Release() => _held!.SetResult();

    public async ValueTask<long> AppendAsync(EventRecord record, CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            await held.Task.WaitAsync(cancellationToken);
        }

        if (Fails)
        {
            throw new IOException("The test's log fails.");
        }

        lock (_gate)
        {
            _events.Add(new StoredEvent(_events.Count + 1, record));
            return _events.Count;
        }
    }

    public ValueTask<IReadOnlyList<StoredEvent>> ReadAsync(long after, int max, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<StoredEvent>>([.. Events.Where(e => e.Position > after).Take(max)]);

    public ValueTask<long> HeadAsync(CancellationToken cancellationToken) => ValueTask.FromResult((long)Events.Count);

    public async IAsyncEnumerable<StoredEvent> FollowAsync(int buffer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        yield break;
    }
}
