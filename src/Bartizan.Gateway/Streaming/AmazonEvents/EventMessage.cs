using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Bartizan.Gateway.Streaming.AmazonEvents;

/// <summary>
/// Writes messages of <c>application/vnd.amazon.eventstream</c> (Smithy's event stream specification): total length and headers' length, 4 bytes each,
/// big-endian as all numbers; their CRC-32; headers; payload; the CRC-32 of everything before it.
/// </summary>
internal static class EventMessage
{
    /// <summary>Bytes before the headers.</summary>
    public const int Prelude = 12;

    /// <summary>Bytes of a message beside headers and payload.</summary>
    public const int Overhead = Prelude + 4;

    /// <summary>Writes a message.</summary>
    public static void Write(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        var length = Overhead + headers.Length + payload.Length;
        var message = output.GetSpan(length)[..length];
        BinaryPrimitives.WriteInt32BigEndian(message, length);
        BinaryPrimitives.WriteInt32BigEndian(message[4..], headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message[8..], Crc32.Of(message[..8]));
        headers.CopyTo(message[Prelude..]);
        payload.CopyTo(message[(Prelude + headers.Length)..]);
        BinaryPrimitives.WriteUInt32BigEndian(message[^4..], Crc32.Of(message[..^4]));
        output.Advance(length);
    }

    /// <summary>A message that clients raise as the exception <paramref name="type"/>.</summary>
    public static byte[] Exception(string type, ReadOnlySpan<byte> payload)
    {
        var message = new ArrayBufferWriter<byte>();
        Write("exception"u8, ":exception-type"u8, type, payload, message);
        return message.WrittenSpan.ToArray();
    }

    /// <summary>Writes the event <paramref name="type"/>.</summary>
    public static void WriteEvent(string type, ReadOnlySpan<byte> payload, IBufferWriter<byte> output) => Write("event"u8, ":event-type"u8, type, payload, output);

    /// <summary>Writes one header.</summary>
    public static void WriteHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        output.Write([(byte)name.Length]);
        output.Write(name);
        output.Write([EventHeaders.TextType, (byte)(value.Length >> 8), (byte)value.Length]);
        output.Write(value);
    }

    private static void Write(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> typeHeader, string type, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        var headers = new ArrayBufferWriter<byte>();
        WriteHeader(typeHeader, Encoding.ASCII.GetBytes(type), headers);
        WriteHeader(":content-type"u8, "application/json"u8, headers);
        WriteHeader(":message-type"u8, kind, headers);
        Write(headers.WrittenSpan, payload, output);
    }
}
