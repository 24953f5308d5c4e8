using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bartizan.Gateway.Json;

/// <summary>A list in rented memory. A mutable struct: keep it in a field, never copy it.</summary>
internal struct PooledList<T> : IDisposable
{
    private T[]? _items;

    /// <summary>Items in the list.</summary>
    public int Count { get; private set; }

    /// <summary>The items; valid until the next change.</summary>
    public readonly Span<T> Items => _items.AsSpan(0, Count);

    /// <summary>The items as memory; valid until the next change.</summary>
    public readonly Memory<T> Memory => _items.AsMemory(0, Count);

    public readonly ref T this[int index] => ref Items[index];

    /// <summary>Adds one.</summary>
    public void Add(in T item)
    {
        if (_items is null || Count == _items.Length)
        {
            Grow(1);
        }

        _items![Count++] = item;
    }

    /// <summary>Room for at least <paramref name="size"/> more items, to be claimed with <see cref="Advance"/>.</summary>
    public Span<T> Reserve(int size)
    {
        if (_items is null || Count + size > _items.Length)
        {
            Grow(size);
        }

        return _items.AsSpan(Count);
    }

    /// <summary>Claims items written into what <see cref="Reserve"/> gave.</summary>
    public void Advance(int size) => Count += size;

    /// <summary>Adds many.</summary>
    public void AddRange(ReadOnlySpan<T> items)
    {
        items.CopyTo(Reserve(items.Length));
        Count += items.Length;
    }

    /// <summary>Drops everything from <paramref name="count"/> on; keeps the memory.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Drops the first <paramref name="count"/> items and moves the rest down.</summary>
    public void RemoveFirst(int count)
    {
        Items[count..].CopyTo(_items);
        Count -= count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_items is { } items)
        {
            _items = null;
            Count = 0;
            ArrayPool<T>.Shared.Return(items, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }

    private void Grow(int size)
    {
        var wanted = Math.Max(Count + size, Math.Max(16, (_items?.Length ?? 0) * 2));
        var bigger = ArrayPool<T>.Shared.Rent(wanted);
        if (_items is { } old)
        {
            old.AsSpan(0, Count).CopyTo(bigger);
            ArrayPool<T>.Shared.Return(old, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }

        _items = bigger;
    }
}
