namespace Bartizan.Core.Histories;

/// <summary>Keeps the decisions that policies may ask about later.</summary>
public interface IHistoryStore
{
    /// <summary>The newest rows of a principal, oldest first, at most <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<HistoryRow>> LoadAsync(string principal, int most, CancellationToken cancellationToken);

    /// <summary>Writes rows, over those of the same principal and time; in the order of the calls, and durable once it returns.</summary>
    ValueTask SaveAsync(IReadOnlyList<HistoryRow> rows, CancellationToken cancellationToken);

    /// <summary>Forgets rows before a time, in microseconds since 1970; some at once, and returns how many, 0 once all are gone.</summary>
    ValueTask<int> ForgetAsync(long before, CancellationToken cancellationToken);

    /// <summary>The time of the oldest row, or null.</summary>
    ValueTask<long?> OldestAsync(CancellationToken cancellationToken);
}
