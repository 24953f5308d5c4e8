using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Bartizan.Core.Events;
using Bartizan.Core.Hashing;

namespace Bartizan.Storage.Writing;

/// <summary>Appends one event; pooled, and awaited without a task object.</summary>
internal sealed class AppendItem : WriteItem, IValueTaskSource<long>
{
    private static readonly ConcurrentQueue<AppendItem> Pool = new();

    private readonly byte[] _hash = new byte[Sha256.Size];

    // Continuations run elsewhere: the writer has the next batch to commit.
    private ManualResetValueTaskSourceCore<long> _source = new() { RunContinuationsAsynchronously = true };
    private EventRecord? _record;
    private long _position;

    /// <summary>Takes one from the pool, the event's hash computed here, on the caller's thread.</summary>
    public static AppendItem Rent(EventRecord record)
    {
        var item = Pool.TryDequeue(out var pooled) ? pooled : new AppendItem();
        item._record = record;
        Sha256.Hash(record.Json.Span, item._hash);
        return item;
    }

    /// <summary>The position, once durable. Await it once.</summary>
    public ValueTask<long> Result => new(this, _source.Version);

    /// <inheritdoc/>
    public override void Execute(WriteScope scope) => _position = scope.Append(_record!, _hash);

    /// <inheritdoc/>
    public override void Complete() => _source.SetResult(_position);

    /// <inheritdoc/>
    public override void Fail(Exception reason) => _source.SetException(reason);

    /// <inheritdoc/>
    public long GetResult(short token)
    {
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            _record = null;
            _source.Reset();
            if (Pool.Count < 1_024)
            {
                Pool.Enqueue(this);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
