using Bartizan.Core.Budgets;

namespace Bartizan.Gateway.Budgets;

/// <summary>What one budget has spent for one subject. Touched only under the lock of the <see cref="BudgetBook"/> it stands in.</summary>
internal sealed class BudgetCounter(BudgetKey key)
{
    /// <summary>While a budget is being spent, a twentieth of its limit is written ahead.</summary>
    private const long Ahead = 20;

    private readonly long[] _amounts = new long[key.Period.Slots()];
    private long _newest;

    // What the disk knows of the newest slot; of older slots it knows at least as much as was spent, since they only shrink.
    private long _durable;

    public BudgetKey Key { get; } = key;

    /// <summary>The limit that was last in force.</summary>
    public long Limit { get; set; }

    /// <summary>What counts now: spent and reserved.</summary>
    public long Used { get; private set; }

    /// <summary>What is reserved of that.</summary>
    public long Held { get; private set; }

    /// <summary>How many exchanges under way know this counter.</summary>
    public int Pins { get; set; }

    /// <summary>Whether it moved since it was last written.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Whether more stands on the disk than was spent.</summary>
    public bool IsAhead { get; private set; }

    /// <summary>Whether nothing would be lost with it.</summary>
    public bool IsIdle => Used == 0 && Held == 0 && Pins == 0;

    /// <summary>Whether the disk must learn of what was added before anybody may act on it.</summary>
    public bool MustWrite => Key.Period != BudgetPeriod.None && At(_newest) > _durable;

    /// <summary>Takes up what was kept.</summary>
    public void Load(BudgetCount count)
    {
        _newest = count.Newest;
        for (var i = 0; i < Math.Min(count.Amounts.Count, _amounts.Length); i++)
        {
            At(_newest - i) = count.Amounts[i];
            Used += count.Amounts[i];
        }

        (Limit, _durable) = (count.Limit, At(_newest));
    }

    /// <summary>Lets go of what no longer counts at a slot.</summary>
    public void Advance(long now)
    {
        if (now < _newest - _amounts.Length)
        {
            // The clock went back by more than a period: all that was spent counts as spent just now, so that it is neither forgotten nor stuck.
            var used = Used;
            Array.Clear(_amounts);
            (_newest, _durable, At(now)) = (now, 0, used);
        }

        // A clock that went back a little finds the newest slot still in use.
        for (var steps = Math.Min(now - _newest, _amounts.Length); steps > 0; steps--)
        {
            ref var freed = ref At(now - steps + 1);
            Used -= freed;
            freed = 0;
        }

        if (now > _newest)
        {
            (_newest, _durable) = (now, 0);
        }
    }

    /// <summary>Reserves in the newest slot, which is returned.</summary>
    public long Reserve(long amount)
    {
        Add(amount);
        Held += amount;
        return _newest;
    }

    /// <summary>Replaces what was reserved in a slot by what was spent. What is more counts now, what is less is given back where it was taken.</summary>
    public void Settle(long slot, long reserved, long spent)
    {
        Held -= reserved;
        if (spent > reserved)
        {
            Add(spent - reserved);
            return;
        }

        IsChanged = true;
        // After the clock went back, the slot is one that has not come yet, and its amount lies in the newest.
        slot = Math.Min(slot, _newest);
        if (slot > _newest - _amounts.Length)
        {
            var less = Math.Min(reserved - spent, At(slot));
            At(slot) -= less;
            Used -= less;
        }
    }

    /// <summary>When there will be room for an amount, as far as can be known; null when never.</summary>
    public DateTimeOffset? RoomAt(long amount, long limit, DateTimeOffset now)
    {
        if (amount > limit)
        {
            return null;
        }

        if (Used - Held + amount <= limit)
        {
            // Only exchanges under way stand against it.
            return now + TimeSpan.FromSeconds(1);
        }

        var left = Used;
        for (var slot = _newest - _amounts.Length + 1; slot <= _newest; slot++)
        {
            left -= At(slot);
            if (left + amount <= limit)
            {
                return Key.Period.FreedAt(slot);
            }
        }

        return Key.Period.FreedAt(_newest);
    }

    /// <summary>When all that was spent counts no longer.</summary>
    public DateTimeOffset EmptyAt => Key.Period.FreedAt(_newest);

    /// <summary>What to write. While it moves, more than was spent, so that spending that much more need not wait for the disk.</summary>
    public BudgetCount Write()
    {
        // Never beyond the limit, up to which nothing can be reserved anyway.
        var slack = IsChanged ? Math.Clamp(Limit - Used, 0, Math.Max(1, Limit / Ahead)) : 0;
        var amounts = new long[_amounts.Length];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = At(_newest - i);
        }

        amounts[0] += slack;
        (IsChanged, IsAhead) = (false, slack > 0);
        // Until it is written the disk knows the lesser of both.
        _durable = Math.Min(_durable, amounts[0]);
        return new BudgetCount(Key, Limit, _newest, amounts);
    }

    /// <summary>It is written.</summary>
    public void Written(BudgetCount count) => _durable = count.Newest == _newest ? count.Amounts[0] : _durable;

    /// <summary>It could not be written.</summary>
    public void NotWritten() => IsChanged = true;

    private void Add(long amount)
    {
        At(_newest) += amount;
        Used += amount;
        IsChanged = true;
    }

    // Slots that never were have numbers below zero.
    private ref long At(long slot) => ref _amounts[(int)(((slot % _amounts.Length) + _amounts.Length) % _amounts.Length)];
}
