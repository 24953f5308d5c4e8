using Bartizan.Core.Histories;
using Bartizan.Storage.Writing;

namespace Bartizan.Storage.Histories;

/// <summary>Writes the rows of one decision. It stands on the path of every request that policies ask the past about, and so does without a savepoint.</summary>
internal sealed class HistoryItem(IReadOnlyList<HistoryRow> rows) : WriteItem
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once they are durable.</summary>
    public Task Result => _source.Task;

    /// <inheritdoc/>
    public override void Execute(WriteScope scope)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            scope.Histories.Put(rows[i]);
        }
    }

    /// <inheritdoc/>
    public override void Complete() => _source.SetResult();

    /// <inheritdoc/>
    public override void Fail(Exception reason) => _source.SetException(reason);
}
