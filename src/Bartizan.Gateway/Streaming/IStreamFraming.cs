using System.Buffers;

namespace Bartizan.Gateway.Streaming;

/// <summary>How a stream's bytes are cut into frames of at most one JSON document each, and how a changed frame is put together. One instance serves one stream.</summary>
internal interface IStreamFraming : IDisposable
{
    /// <summary>
    /// Finds the end of the frame that begins with the first of <paramref name="bytes"/>. Until it is found, each call sees what the one before saw and
    /// perhaps more; then the next frame's begin. Throws <see cref="Json.JsonRefusal"/> at the first byte that no frame can hold.
    /// </summary>
    /// <param name="bytes">From the frame's first byte to the last that came.</param>
    /// <param name="ended">Whether no more will come.</param>
    /// <param name="frame">The frame.</param>
    bool TryFind(ReadOnlySpan<byte> bytes, bool ended, out StreamFrame frame);

    /// <summary>Text beside the data in the frame found last: from and to, counted from the frame's first byte.</summary>
    ReadOnlySpan<(int Start, int End)> Asides { get; }

    /// <summary>Writes the frame <paramref name="raw"/> with other data, and without its asides when they are dropped.</summary>
    void Rebuild(ReadOnlySpan<byte> raw, in HeldEvent held, byte[] data, bool dropAsides, IBufferWriter<byte> output);

    /// <summary>What to add to a stream that ended inside a frame, so that the frame is whole if it can be.</summary>
    ReadOnlySpan<byte> Closing(ReadOnlySpan<byte> rest);

    /// <summary>The dialect's error as the last bytes of a stream of which the client has something (<paramref name="begun"/>) or nothing.</summary>
    byte[] Error(byte[] error, bool begun);
}

/// <summary>One frame of a stream.</summary>
/// <param name="Length">Its bytes, with what separates it from others.</param>
internal readonly record struct StreamFrame(int Length)
{
    /// <summary>Where its data begins, counted from its first byte; meaningless when <see cref="Joined"/> is set.</summary>
    public int DataOffset { get; init; }

    /// <summary>Bytes of its data; 0 when it has none.</summary>
    public int DataLength { get; init; }

    /// <summary>Where the name of its event begins, counted from its first byte.</summary>
    public int NameOffset { get; init; }

    /// <summary>Bytes of the name; 0 when it has none.</summary>
    public int NameLength { get; init; }

    /// <summary>Its data, when that does not stand in it in one piece; else null.</summary>
    public byte[]? Joined { get; init; }

    /// <summary>Whether it ends the stream by itself.</summary>
    public bool Last { get; init; }

    /// <summary>The data of the frame whose bytes are <paramref name="raw"/>.</summary>
    public ReadOnlySpan<byte> DataIn(ReadOnlySpan<byte> raw) => Joined ?? raw.Slice(DataOffset, DataLength);
}
