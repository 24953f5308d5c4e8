namespace Bartizan.Policy.History;

/// <summary>An event and its place in the order of all events of its principal.</summary>
internal readonly record struct PlacedEvent(long Sequence, HistoryEvent Event);

/// <summary>Events in order, that come at the end and leave at the front.</summary>
internal sealed class EventRing
{
    private PlacedEvent[] _items = new PlacedEvent[4];
    private int _first;

    public int Count { get; private set; }

    public PlacedEvent this[int index] => _items[Slot(index)];

    public PlacedEvent Last => this[Count - 1];

    public void Add(in PlacedEvent item)
    {
        if (Count == _items.Length)
        {
            Resize(Count * 2);
        }

        _items[Slot(Count++)] = item;
    }

    public void RemoveFirst()
    {
        _items[_first] = default;
        _first = Slot(1);
        Count--;
        if (_items.Length > 64 && Count < _items.Length / 4)
        {
            Resize(_items.Length / 2);
        }
    }

    /// <summary>The index of the first event that is not before a place.</summary>
    public int Find(long sequence)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].Sequence < sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    public void Set(int index, in PlacedEvent item) => _items[Slot(index)] = item;

    public void Insert(int index, in PlacedEvent item)
    {
        Add(item);
        for (var i = Count - 1; i > index; i--)
        {
            Set(i, this[i - 1]);
        }

        Set(index, item);
    }

    public void RemoveAt(int index)
    {
        for (var i = index; i < Count - 1; i++)
        {
            Set(i, this[i + 1]);
        }

        _items[Slot(--Count)] = default;
    }

    private int Slot(int index) => (_first + index) & (_items.Length - 1);

    private void Resize(int size)
    {
        var items = new PlacedEvent[size];
        for (var i = 0; i < Count; i++)
        {
            items[i] = this[i];
        }

        (_items, _first) = (items, 0);
    }
}
