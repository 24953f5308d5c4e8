using System.Buffers;

namespace Bartizan.Gateway.Credentials.Echo;

/// <summary>
/// An upstream's answer in which the secret that was sent is masked. Only bytes that could still become the secret wait for those after them, so that where
/// the network cuts an answer changes neither what is found nor what comes out. One rented buffer for the whole answer, and none while nothing is held.
/// </summary>
internal sealed class EchoStream(Stream inner, EchoPattern pattern, Func<ValueTask> found) : Stream
{
    private const int Size = 16 << 10;

    private byte[]? _buffer;
    private int _start;
    private int _settled;
    private int _end;
    private bool _ended;
    private bool _told;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_settled == _start && !_ended)
        {
            if (buffer.IsEmpty)
            {
                // Whoever reads nothing waits for there to be something.
                _ = await inner.ReadAsync(Memory<byte>.Empty, cancellationToken);
                return 0;
            }

            await FillAsync(cancellationToken);
        }

        var count = Math.Min(buffer.Length, _settled - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        if (_start == _end)
        {
            Release();
        }

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(Size);
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _settled, _end) = (0, 0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            // What could become the secret is longer than the buffer.
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }

        var read = await inner.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _ended = read == 0;
        _end += read;
        _settled = pattern.Apply(_buffer.AsSpan(0, _end), _ended, out var times);
        if (times > 0 && !_told)
        {
            // Written down before the client has anything of it.
            await found();
            _told = true;
        }
    }

    private void Release()
    {
        if (_buffer is not null)
        {
            // It may hold what was held back.
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        }

        (_buffer, _start, _settled, _end) = (null, 0, 0, 0);
    }
}
