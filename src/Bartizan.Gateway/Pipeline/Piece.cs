using System.Buffers;

namespace Bartizan.Gateway.Pipeline;

/// <summary>What one read of a stream brought, in a rented buffer that is given back when the piece is disposed.</summary>
internal readonly struct Piece : IDisposable
{
    private const int Size = 16 << 10;

    private readonly byte[] _buffer;
    private readonly int _length;

    private Piece(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    /// <summary>The bytes; none at the end of the stream.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Waits for the next piece. Streams mostly wait, and while one does, it holds no buffer.</summary>
    public static async ValueTask<Piece> ReadAsync(Stream stream, CancellationToken cancel)
    {
        // Reading nothing waits for there to be something.
        _ = await stream.ReadAsync(Memory<byte>.Empty, cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(Size);
        try
        {
            return new Piece(buffer, await stream.ReadAsync(buffer, cancel));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
