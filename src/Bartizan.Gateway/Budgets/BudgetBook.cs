using Bartizan.Core.Budgets;
using Bartizan.Core.Identity;

namespace Bartizan.Gateway.Budgets;

/// <summary>
/// What all budgets have spent. All budgets of an exchange are reserved together or none is, which is why one lock guards everything; it is held for
/// nanoseconds, never while anything is awaited, and an exchange without a budget does not take it.
/// </summary>
internal sealed class BudgetBook(TimeProvider time)
{
    /// <summary>Counts apart that one budget keeps; who comes later shares one. Names of models are the clients' words, and must not fill the memory.</summary>
    public const int MostSubjects = 10_000;

    private static readonly BudgetSubject Others = new("(others)", "(others)", "(others)", "(others)");

    private readonly Lock _gate = new();
    private readonly Dictionary<BudgetKey, BudgetCounter> _counters = [];
    private readonly Dictionary<string, int> _subjects = new(StringComparer.Ordinal);
    private readonly HashSet<BudgetCounter> _unwritten = [];
    private TaskCompletionSource<bool> _written = New();

    /// <summary>Tells who writes that somebody waits for it.</summary>
    public SemaphoreSlim Wanted { get; } = new(0);

    /// <summary>Takes up what was kept; once, before anything is reserved.</summary>
    public void Load(IEnumerable<BudgetCount> counts)
    {
        lock (_gate)
        {
            foreach (var count in counts)
            {
                Counter(count.Key).Load(count);
            }
        }
    }

    /// <summary>The budgets that apply to an exchange, those of its mandates included, or null when none does. What it returns must be settled.</summary>
    public Spending? Find(BudgetTable table, Principal principal, string model, bool stream) =>
        Find(table, principal, model, b => b.IsFor(principal, model, stream));

    /// <summary>The same of a message that may call a tool at an MCP server.</summary>
    public Spending? FindCalls(BudgetTable table, Principal principal, string tool) => Find(table, principal, tool, b => b.IsForCalls(principal, tool));


    /// <summary>Reserves all or nothing. Then what was reserved is durable once the task ends with true.</summary>
    /// <param name="spending">With the amounts to reserve.</param>
    /// <param name="refused">The budget that has no room, and when it will; null when all have.</param>
    public ValueTask<bool> Reserve(Spending spending, out BudgetShortage? refused)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            refused = null;
            foreach (var entry in spending.Entries)
            {
                entry.Counter.Advance(entry.Budget.Period.SlotAt(now));
                if (entry.Reserved > entry.Budget.Limit - entry.Counter.Used)
                {
                    var room = entry.Counter.RoomAt(entry.Reserved, entry.Budget.Limit, now);
                    refused = refused is { } worse && !(room is null || room > worse.RoomAt) ? worse : new BudgetShortage(entry.Budget, room);
                }
            }

            if (refused is null)
            {
                foreach (var entry in spending.Entries)
                {
                    entry.Slot = entry.Counter.Reserve(entry.Reserved);
                }

                spending.HasReserved();
            }

            Stand(spending);
            return refused is null ? Durable(spending) : new(true);
        }
    }

    /// <summary>Replaces what was reserved by what was spent, and lets go of the counters. What was spent beyond is durable once the task ends.</summary>
    public ValueTask<bool> Settle(Spending spending)
    {
        lock (_gate)
        {
            if (spending.Stage == SpendingStage.Closed)
            {
                return new(true);
            }

            var reserved = spending.Stage != SpendingStage.Found;
            spending.Close();
            var now = time.GetUtcNow();
            foreach (var entry in spending.Entries)
            {
                entry.Counter.Advance(entry.Budget.Period.SlotAt(now));
                entry.Counter.Pins--;
                if (reserved)
                {
                    entry.Counter.Settle(entry.Slot, entry.Reserved, entry.Spent);
                }
            }

            return reserved ? Durable(spending) : new(true);
        }
    }

    /// <summary>What is to be written now; then <see cref="Finish"/> must be told how it went.</summary>
    /// <param name="resting">Whether nobody waits, so that what stands on the disk for nothing is taken back too.</param>
    public BudgetBatch Begin(bool resting)
    {
        lock (_gate)
        {
            var batch = new BudgetBatch([.. _unwritten.Where(c => resting || c.IsChanged).Select(c => (c, c.Write()))], _written);
            _unwritten.RemoveWhere(c => !c.IsAhead);
            _written = New();
            return batch;
        }
    }

    /// <summary>A batch was written, or not.</summary>
    public void Finish(BudgetBatch batch, bool written)
    {
        lock (_gate)
        {
            foreach (var (counter, count) in batch.Counts)
            {
                if (written)
                {
                    counter.Written(count);
                }
                else
                {
                    counter.NotWritten();
                    _unwritten.Add(counter);
                }
            }
        }

        batch.Done.SetResult(written);
    }

    /// <summary>Drops counters whose period is over; returns their keys.</summary>
    public IReadOnlyList<BudgetKey> Sweep()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            List<BudgetKey> gone = [];
            foreach (var (key, counter) in _counters)
            {
                counter.Advance(key.Period.SlotAt(now));
                if (counter.IsIdle && !_unwritten.Contains(counter))
                {
                    gone.Add(key);
                    _counters.Remove(key);
                    if (--_subjects[key.Budget] == 0)
                    {
                        _subjects.Remove(key.Budget);
                    }
                }
            }

            return gone;
        }
    }

    private Spending? Find(BudgetTable table, Principal principal, string model, Func<Budget, bool> applies)
    {
        List<SpendingEntry>? entries = null;
        foreach (var budget in table.Budgets)
        {
            Add(budget);
        }

        // What is spent under a mandate is spent of all those above it.
        foreach (var mandate in principal.Token?.Mandates ?? [])
        {
            foreach (var limit in mandate.Limits)
            {
                Add(Budget.Of(mandate, limit));
            }
        }

        return entries is null ? null : new Spending([.. entries]) { PerMille = PerMille(entries) };

        void Add(Budget budget)
        {
            if (applies(budget))
            {
                (entries ??= []).Add(new SpendingEntry(budget, Pin(budget, budget.KeyOf(principal, model)), table.Prices, model));
            }
        }
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static long PerMille(long used, long limit) => (long)(Math.Clamp(limit - used, 0, limit) * (Int128)1000 / limit);

    private BudgetCounter Pin(Budget budget, BudgetKey key)
    {
        lock (_gate)
        {
            if (!_counters.ContainsKey(key) && _subjects.GetValueOrDefault(key.Budget) >= MostSubjects)
            {
                key = budget.Key(Others);
            }

            var counter = Counter(key);
            counter.Limit = budget.Limit;
            counter.Pins++;
            counter.Advance(budget.Period.SlotAt(time.GetUtcNow()));
            return counter;
        }
    }

    private BudgetCounter Counter(BudgetKey key)
    {
        if (!_counters.TryGetValue(key, out var counter))
        {
            _counters[key] = counter = new BudgetCounter(key);
            _subjects[key.Budget] = _subjects.GetValueOrDefault(key.Budget) + 1;
        }

        return counter;
    }

    private long PerMille(List<SpendingEntry> entries)
    {
        lock (_gate)
        {
            return entries.Min(e => PerMille(e.Counter.Used, e.Budget.Limit));
        }
    }

    // Under the lock: whoever takes this task's source for a batch takes these counters with it.
    private ValueTask<bool> Durable(Spending spending)
    {
        var mustWait = false;
        foreach (var entry in spending.Entries)
        {
            if (entry.Budget.Period != BudgetPeriod.None)
            {
                _unwritten.Add(entry.Counter);
                mustWait |= entry.Counter.MustWrite;
            }
        }

        if (!mustWait)
        {
            return new(true);
        }

        if (Wanted.CurrentCount == 0)
        {
            Wanted.Release();
        }

        return new(_written.Task);
    }

    private static void Stand(Spending spending)
    {
        foreach (var entry in spending.Entries)
        {
            var standing = new BudgetStanding(entry.Budget.Limit, Math.Max(0, entry.Budget.Limit - entry.Counter.Used), entry.Counter.EmptyAt);
            if (entry.Budget.Unit == BudgetUnit.Requests && !(spending.Requests?.Left <= standing.Left))
            {
                spending.Requests = standing;
            }
            else if (entry.Budget.Unit == BudgetUnit.Tokens && !(spending.Tokens?.Left <= standing.Left))
            {
                spending.Tokens = standing;
            }
        }
    }
}

/// <summary>A budget that has no room.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="RoomAt">When it will have room, as far as can be known; null when it never will for this request.</param>
internal sealed record BudgetShortage(Budget Budget, DateTimeOffset? RoomAt);

/// <summary>Counts being written.</summary>
/// <param name="Counts">Each counter and what of it is written.</param>
/// <param name="Done">Ends with whether it was.</param>
internal sealed record BudgetBatch(IReadOnlyList<(BudgetCounter Counter, BudgetCount Count)> Counts, TaskCompletionSource<bool> Done);
