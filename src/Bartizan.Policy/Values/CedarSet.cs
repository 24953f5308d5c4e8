namespace Bartizan.Policy.Values;

/// <summary>Distinct values, without order.</summary>
public sealed class CedarSet : CedarValue
{
    private const int LinearUpTo = 8; // below, comparing each is faster than hashing one

    private readonly CedarValue[] _items;
    private readonly HashSet<CedarValue>? _lookup;
    private int _hash;

    /// <summary>Creates a set; equal values are kept once.</summary>
    public CedarSet(IEnumerable<CedarValue> items)
    {
        var given = items as CedarValue[] ?? [.. items];
        if (given.Length > LinearUpTo)
        {
            _lookup = new HashSet<CedarValue>(given.Length);
            _items = Distinct(given, _lookup);
        }
        else
        {
            _items = DistinctFew(given);
        }
    }

    /// <summary>The set without elements.</summary>
    public static CedarSet Empty { get; } = new([]);

    /// <summary>How many elements.</summary>
    public int Count => _items.Length;

    /// <summary>The elements, each once, in the order first given.</summary>
    public IReadOnlyList<CedarValue> Items => _items;

    /// <inheritdoc/>
    public override string TypeName => "a set";

    internal ReadOnlySpan<CedarValue> Span => _items;

    /// <summary>A set of strings, the commonest kind.</summary>
    public static CedarSet OfStrings(IEnumerable<string> texts) => new(texts.Select(CedarValue (t) => new CedarString(t)).ToArray());

    /// <summary>Whether <paramref name="value"/> is an element.</summary>
    public bool Contains(CedarValue value)
    {
        if (_lookup is not null)
        {
            return _lookup.Contains(value);
        }

        foreach (var item in _items)
        {
            if (item.Equals(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether every element of <paramref name="other"/> is an element here.</summary>
    public bool ContainsAll(CedarSet other)
    {
        if (other.Count > Count)
        {
            return false;
        }

        foreach (var item in other._items)
        {
            if (!Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the two sets share an element.</summary>
    public bool ContainsAny(CedarSet other)
    {
        var (few, many) = Count < other.Count ? (this, other) : (other, this);
        foreach (var item in few._items)
        {
            if (many.Contains(item))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other) =>
        ReferenceEquals(this, other) || (other is CedarSet set && set.Count == Count && ContainsAll(set));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            var hash = 17;
            foreach (var item in _items)
            {
                hash += item.GetHashCode(); // order must not matter
            }

            _hash = HashCode.Combine(hash, _items.Length); // mixed: sums of sums would let a hostile set of sets aim for one bucket
        }

        return _hash;
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _items.Select(i => i.ToString()).Order(StringComparer.Ordinal))}]";

    private static CedarValue[] Distinct(CedarValue[] given, HashSet<CedarValue> seen)
    {
        var kept = new List<CedarValue>(given.Length);
        foreach (var item in given)
        {
            if (seen.Add(item))
            {
                kept.Add(item);
            }
        }

        return [.. kept];
    }

    private static CedarValue[] DistinctFew(CedarValue[] given)
    {
        var kept = new CedarValue[given.Length];
        var count = 0;
        foreach (var item in given)
        {
            if (!kept.AsSpan(0, count).Contains(item))
            {
                kept[count++] = item;
            }
        }

        return count == kept.Length ? kept : kept[..count];
    }
}
