using Bartizan.Storage.Sqlite;

namespace Bartizan.Storage.Writing;

/// <summary>A change made of several statements, and the events that tell of it: all or nothing.</summary>
internal sealed class WorkItem<T>(Func<WriteScope, T> work) : WriteItem
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;
    private T? _result;

    /// <summary>What the work returned, once durable.</summary>
    public Task<T> Result => _source.Task;

    /// <inheritdoc/>
    public override void Execute(WriteScope scope)
    {
        var saved = scope.Save();
        scope.Connection.Run("SAVEPOINT work");
        try
        {
            _result = work(scope);
        }
        catch (Exception failure)
        {
            // Only this work is undone; the others of the batch are not to blame.
            scope.Connection.Run("ROLLBACK TO work");
            scope.Restore(saved);
            _failure = failure;
        }

        scope.Connection.Run("RELEASE work");
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        if (_failure is null)
        {
            _source.SetResult(_result!);
        }
        else
        {
            _source.SetException(_failure);
        }
    }

    /// <inheritdoc/>
    public override void Fail(Exception reason) => _source.SetException(_failure ?? reason);
}
