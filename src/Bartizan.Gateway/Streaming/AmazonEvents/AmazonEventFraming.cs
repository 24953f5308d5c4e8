using System.Buffers;
using System.Buffers.Binary;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming.AmazonEvents;

/// <summary>
/// Amazon's binary event stream: a frame is one message, whose check sums are verified and, when it changes, made anew. What kind of event it is
/// stands in its headers; text in headers that are not about that is an aside.
/// </summary>
/// <param name="envelope">How a message holds another document; null when its payload is the document.</param>
internal sealed class AmazonEventFraming(ChunkEnvelope? envelope = null) : IStreamFraming
{
    private PooledList<(int Start, int End)> _asides;
    private PooledList<byte> _type;
    private int _length;
    private int _headers;

    /// <inheritdoc/>
    public ReadOnlySpan<(int Start, int End)> Asides => _asides.Items;

    /// <summary>What the message found last is.</summary>
    public EventKind Kind { get; private set; }

    /// <summary>The event's, exception's or error's name in the message found last.</summary>
    public ReadOnlySpan<byte> Type => _type.Items;

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> bytes, bool ended, out StreamFrame frame)
    {
        frame = default;
        if (_length == 0 && bytes.Length >= EventMessage.Prelude)
        {
            ReadPrelude(bytes);
        }

        if (_length == 0 || bytes.Length < _length)
        {
            return false;
        }

        var message = bytes[.._length];
        if (Crc32.Of(message[..^4]) != BinaryPrimitives.ReadUInt32BigEndian(message[^4..]))
        {
            throw JsonRefusal.Field("A message's check sum is wrong.");
        }

        ReadHeaders(message.Slice(EventMessage.Prelude, _headers));
        var payload = EventMessage.Prelude + _headers;
        frame = new StreamFrame(_length)
        {
            DataOffset = payload,
            DataLength = _length - payload - 4,
            Joined = IsChunk(Kind, Type) ? envelope!.Open(message[payload..^4]) : null,
            Last = Kind != EventKind.Event,
        };
        _length = 0;
        return true;
    }

    /// <inheritdoc/>
    public void Rebuild(ReadOnlySpan<byte> raw, in HeldEvent held, byte[] data, bool dropAsides, IBufferWriter<byte> output)
    {
        var headers = raw[EventMessage.Prelude..held.Frame.DataOffset];
        var kept = default(ArrayBufferWriter<byte>);
        if (dropAsides)
        {
            kept = new ArrayBufferWriter<byte>(headers.Length);
            for (var header = new EventHeaders(headers); header.Next();)
            {
                EventMessage.WriteHeader(header.Name, IsAside(header.Name, header.Value) ? default : header.Value, kept);
            }
        }

        EventMessage.Write(kept is null ? headers : kept.WrittenSpan, held.Frame.Joined is null ? data : ChunkEnvelope.Close(data), output);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Closing(ReadOnlySpan<byte> rest) => [];

    /// <inheritdoc/>
    public byte[] Error(byte[] error, bool begun) => error;

    /// <inheritdoc/>
    public void Dispose()
    {
        _asides.Dispose();
        _type.Dispose();
        envelope?.Dispose();
    }

    private void ReadPrelude(ReadOnlySpan<byte> bytes)
    {
        var (length, headers) = (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));
        if (Crc32.Of(bytes[..8]) != BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]))
        {
            throw JsonRefusal.Field("A message's first check sum is wrong.");
        }

        if (length > DialectLimits.EventBytes || headers > EventHeaders.MostBytes)
        {
            throw JsonRefusal.Budget("A message, or its headers, are too large.");
        }

        if (length < EventMessage.Overhead + headers)
        {
            throw JsonRefusal.Field("A message is shorter than its headers.");
        }

        (_length, _headers) = ((int)length, (int)headers);
    }

    private void ReadHeaders(ReadOnlySpan<byte> headers)
    {
        _asides.Truncate(0);
        _type.Truncate(0);
        ReadOnlySpan<byte> kind = default, type = default, exception = default, code = default;
        for (var header = new EventHeaders(headers); header.Next();)
        {
            kind = header.Name.SequenceEqual(":message-type"u8) ? header.Value : kind;
            type = header.Name.SequenceEqual(":event-type"u8) ? header.Value : type;
            exception = header.Name.SequenceEqual(":exception-type"u8) ? header.Value : exception;
            code = header.Name.SequenceEqual(":error-code"u8) ? header.Value : code;
            if (IsAside(header.Name, header.Value))
            {
                var start = EventMessage.Prelude + header.ValueStart;
                _asides.Add((start, start + header.Value.Length));
            }
        }

        Kind = kind switch
        {
            _ when kind.SequenceEqual("event"u8) => EventKind.Event,
            _ when kind.SequenceEqual("exception"u8) => EventKind.Exception,
            _ when kind.SequenceEqual("error"u8) => EventKind.Error,
            _ => throw JsonRefusal.Field("A message does not say what it is."),
        };
        type = Kind switch { EventKind.Event => type, EventKind.Exception => exception, _ => code };
        if (type.IsEmpty || !Plain.IsIdentifier(type))
        {
            throw JsonRefusal.Field("A message does not name its kind of event plainly.");
        }

        _type.AddRange(type);
    }

    private bool IsChunk(EventKind kind, ReadOnlySpan<byte> type) => envelope is not null && kind == EventKind.Event && type.SequenceEqual("chunk"u8);

    // Words about the message pass; whatever else stands in a header may be text.
    private static bool IsAside(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        !value.IsEmpty
        && !(Plain.IsIdentifier(value)
            && (name.SequenceEqual(":message-type"u8) || name.SequenceEqual(":event-type"u8) || name.SequenceEqual(":exception-type"u8)
                || name.SequenceEqual(":error-code"u8) || name.SequenceEqual(":content-type"u8)));
}

/// <summary>What a message of Amazon's event stream is.</summary>
internal enum EventKind
{
    /// <summary>An event that its API defines.</summary>
    Event,

    /// <summary>An exception that its API defines; the stream ends with it.</summary>
    Exception,

    /// <summary>Another error; the stream ends with it.</summary>
    Error,
}
