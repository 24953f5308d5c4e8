using Bartizan.Core.Histories;

namespace Bartizan.Testing.Stores;

/// <summary>Histories that are forgotten with the test; fails when told to.</summary>
public sealed class MemoryHistoryStore : IHistoryStore
{
    private readonly SortedDictionary<(string Principal, long At), HistoryRow> _rows = [];

    /// <summary>Every row, by principal and time.</summary>
    public IReadOnlyList<HistoryRow> Rows
    {
        get
        {
            lock (_rows)
            {
                return [.. _rows.Values];
            }
        }
    }

    /// <summary>Whether reading fails.</summary>
    public bool LoadingFails { get; set; }

    /// <summary>Whether writing fails.</summary>
    public bool SavingFails { get; set; }

    public ValueTask<IReadOnlyList<HistoryRow>> LoadAsync(string principal, int most, CancellationToken cancellationToken) =>
        LoadingFails ? throw new IOException("The test's store fails.") : new([.. Rows.Where(r => r.Principal == principal).TakeLast(most)]);

    public async ValueTask SaveAsync(IReadOnlyList<HistoryRow> rows, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (SavingFails)
        {
            throw new IOException("The test's store fails.");
        }

        lock (_rows)
        {
            foreach (var row in rows)
            {
                _rows[(row.Principal, row.At)] = row;
            }
        }
    }

    public ValueTask<int> ForgetAsync(long before, CancellationToken cancellationToken)
    {
        lock (_rows)
        {
            var old = _rows.Keys.Where(k => k.At < before).ToList();
            old.ForEach(k => _rows.Remove(k));
            return new(old.Count);
        }
    }

    public ValueTask<long?> OldestAsync(CancellationToken cancellationToken) => new(Rows.Min(r => (long?)r.At));
}
