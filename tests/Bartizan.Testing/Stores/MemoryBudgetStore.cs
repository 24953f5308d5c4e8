using Bartizan.Core.Budgets;

namespace Bartizan.Testing.Stores;

/// <summary>Counts of budgets in memory, which stands for the disk: what is in it survives a gateway that is killed.</summary>
public sealed class MemoryBudgetStore : IBudgetStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<BudgetKey, BudgetCount> _counts = [];

    /// <summary>Whether writing fails.</summary>
    public bool Fails { get; set; }

    /// <summary>How often it was written to.</summary>
    public int Writes { get; private set; }

    public ValueTask<IReadOnlyList<BudgetCount>> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<BudgetCount>>([.. _counts.Values]);
        }
    }

    public ValueTask SaveAsync(IReadOnlyList<BudgetCount> counts, IReadOnlyList<BudgetKey> forgotten, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Writes++;
            if (Fails)
            {
                throw new IOException("The test's disk fails.");
            }

            foreach (var key in forgotten)
            {
                _counts.Remove(key);
            }

            foreach (var count in counts)
            {
                _counts[count.Key] = count;
            }
        }

        return ValueTask.CompletedTask;
    }
}
