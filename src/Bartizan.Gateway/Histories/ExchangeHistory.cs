using Bartizan.Core.Histories;
using Bartizan.Gateway.Dialects;
using Bartizan.Policy.History;

namespace Bartizan.Gateway.Histories;

/// <summary>
/// The pasts that the decisions of one exchange are asked of and added to: that of the agent that acts, first, and of those it acts for. What is added is
/// on its way to the store at once; <see cref="KeptAsync"/> waits until it is there.
/// </summary>
internal sealed class ExchangeHistory(HistoryBook book, IHistoryStore store, PrincipalHistory[] histories, TimeProvider time) : IDisposable
{
    // One order for everybody, so that two chains never wait for each other.
    private readonly PrincipalHistory[] _locked = [.. histories.OrderBy(h => h.Agent, StringComparer.Ordinal)];
    private readonly List<Task> _writes = [];
    private HistoryAct? _model;
    private bool _failed;

    /// <summary>The pasts.</summary>
    public IReadOnlyList<PrincipalHistory> All => histories;

    /// <summary>Begins a decision that will be remembered.</summary>
    public HistoryAct Begin() => new(this, time, records: true);

    /// <summary>Begins a question that leaves nothing behind.</summary>
    public HistoryAct Peek() => new(this, time, records: false);

    /// <summary>Runs something while nobody else decides on any of these agents.</summary>
    public T Alone<T>(Func<T> run)
    {
        var held = 0;
        try
        {
            foreach (var history in _locked)
            {
                history.Gate.Enter();
                held++;
            }

            return run();
        }
        finally
        {
            while (held > 0)
            {
                _locked[--held].Gate.Exit();
            }
        }
    }

    /// <summary>Sends events on their way to the store; under the gates, so that what is told later is also written later.</summary>
    public void Write(HistoryEvent[] events) =>
        _writes.Add(store.SaveAsync([.. events.Select((e, i) => HistoryRows.Of(histories[i].Agent, e))], CancellationToken.None).AsTask());

    /// <summary>Notes which decision let the model be asked, since tokens are spent on that.</summary>
    public void Asks(HistoryAct model) => _model = model;

    /// <summary>Notes the tokens that were spent on it.</summary>
    public void Spent(in TokenUsage usage)
    {
        if ((usage.Input ?? 0) + (usage.Output ?? 0) is > 0 and var tokens)
        {
            _model?.Spent(tokens);
        }
    }

    /// <summary>Whether everything so far is durable; false when it could not be made so.</summary>
    public ValueTask<bool> KeptAsync() => _writes.Count == 0 ? new(!_failed) : WaitAsync();

    public void Dispose()
    {
        foreach (var history in histories)
        {
            history.Give(time.GetTimestamp());
        }
    }

    private async ValueTask<bool> WaitAsync()
    {
        try
        {
            foreach (var write in _writes)
            {
                await (write.IsCompletedSuccessfully ? Task.CompletedTask : write.WaitAsync(HistoryBook.Patience));
            }
        }
        catch (Exception e)
        {
            _failed = true;
            book.Failed(e);
        }

        _writes.Clear();
        return !_failed;
    }
}
