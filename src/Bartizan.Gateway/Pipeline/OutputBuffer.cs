using System.Buffers;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Collects bytes in a rented buffer, which it holds only while there is something in it: a stream mostly waits.</summary>
internal sealed class OutputBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 16 << 10;

    private byte[] _buffer = [];
    private int _used;

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _used);

    /// <summary>Forgets what was written, and gives the buffer back.</summary>
    public void Clear()
    {
        _used = 0;
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - _used);
        _used += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_used);
    }

    public void Dispose() => Clear();

    private void Reserve(int size)
    {
        size = Math.Max(size, 1);
        if (_buffer.Length - _used < size)
        {
            var used = _used;
            var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(Math.Max(FirstSize, _buffer.Length * 2), used + size)));
            _buffer.AsSpan(0, used).CopyTo(larger);
            Clear();
            (_buffer, _used) = (larger, used);
        }
    }
}
