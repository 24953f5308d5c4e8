using Bartizan.Core.Histories;
using Bartizan.Policy.History;

namespace Bartizan.Gateway.Histories;

/// <summary>One agent's past in memory, read from the store when it is first asked for. Whoever uses it takes it before and gives it back after.</summary>
internal sealed class PrincipalHistory(string agent)
{
    private const int Dropped = -1;

    private int _users;
    private Task? _loading;

    /// <summary>The agent's id.</summary>
    public string Agent => agent;

    /// <summary>Held while the timeline is asked or told; a decision and what it leaves behind are one step.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The events; under <see cref="Gate"/> only.</summary>
    public HistoryTimeline Timeline { get; private set; } = new();

    /// <summary>Time of the newest event, in microseconds since 1970; under <see cref="Gate"/> only.</summary>
    public long Newest { get; set; } = long.MinValue;

    /// <summary>When it was last given back, as the clock's timestamp.</summary>
    public long Used { get; private set; }

    /// <summary>Takes it into use; false when it has been dropped.</summary>
    public bool TryTake()
    {
        for (var users = Volatile.Read(ref _users); users != Dropped; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives it back.</summary>
    public void Give(long timestamp)
    {
        Used = timestamp;
        Interlocked.Decrement(ref _users);
    }

    /// <summary>Drops it, where nobody uses it.</summary>
    public bool TryDrop() => Interlocked.CompareExchange(ref _users, Dropped, 0) == 0;

    /// <summary>Reads it from the store, once.</summary>
    public Task LoadAsync(IHistoryStore store)
    {
        lock (Gate)
        {
            return _loading is null or { IsFaulted: true } or { IsCanceled: true } ? _loading = ReadAsync(store) : _loading;
        }
    }

    private async Task ReadAsync(IHistoryStore store)
    {
        await Task.Yield(); // not under the gate
        var rows = await store.LoadAsync(agent, HistoryTimeline.MostEvents, CancellationToken.None);
        var timeline = new HistoryTimeline();
        var reader = new HistoryRows();
        foreach (var row in rows)
        {
            timeline.Add(reader.Read(row));
        }

        lock (Gate)
        {
            (Timeline, Newest) = (timeline, rows.Count == 0 ? long.MinValue : rows[^1].At);
        }
    }
}
