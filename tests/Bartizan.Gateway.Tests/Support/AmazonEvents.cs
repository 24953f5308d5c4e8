using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Bartizan.Gateway.Tests.Support;

/// <summary>Amazon's event streams, written and read the way a client does, by other code than ours.</summary>
internal static class AmazonEvents
{
    /// <summary>A message with these headers, all text.</summary>
    public static byte[] Message(byte[] payload, params (string Name, string Value)[] headers) =>
        Message(payload, [.. headers.SelectMany(h => Header(h.Name, h.Value))]);

    /// <summary>A message with these bytes for headers.</summary>
    public static byte[] Message(byte[] payload, byte[] headers)
    {
        byte[] prelude = [.. Number((uint)(16 + headers.Length + payload.Length)), .. Number((uint)headers.Length)];
        byte[] before = [.. prelude, .. Number(Sum(prelude)), .. headers, .. payload];
        return [.. before, .. Number(Sum(before))];
    }

    /// <summary>An event as Bedrock sends it.</summary>
    public static byte[] Event(string type, string payload) =>
        Message(payload.Utf8(), (":event-type", type), (":content-type", "application/json"), (":message-type", "event"));

    /// <summary>A vendor's event inside a chunk.</summary>
    public static byte[] Chunk(string inner, string padding = "abcd") =>
        Event("chunk", $$"""{"bytes":"{{Convert.ToBase64String(inner.Utf8())}}","p":"{{padding}}"}""");

    /// <summary>One text header.</summary>
    public static byte[] Header(string name, string value) =>
        [(byte)name.Length, .. name.Utf8(), 7, (byte)(value.Utf8().Length >> 8), (byte)value.Utf8().Length, .. value.Utf8()];

    /// <summary>The messages of a stream in Latin-1, with check sums verified: headers, and the payload or what a chunk holds.</summary>
    public static List<(Dictionary<string, string> Headers, string Data)> Parse(string stream)
    {
        var messages = new List<(Dictionary<string, string>, string)>();
        foreach (var message in Split(Encoding.Latin1.GetBytes(stream)))
        {
            Assert.Equal(Sum(message.AsSpan(0, 8)), BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(8)));
            Assert.Equal(Sum(message.AsSpan(..^4)), BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(message.Length - 4)));
            var end = 12 + (int)BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(4));
            var headers = new Dictionary<string, string>();
            for (var at = 12; at < end;)
            {
                var name = Encoding.UTF8.GetString(message, at + 1, message[at]);
                at += 1 + message[at] + 1;
                var length = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));
                headers.Add(name, Encoding.UTF8.GetString(message, at + 2, length));
                at += 2 + length;
            }

            var payload = Encoding.UTF8.GetString(message, end, message.Length - 4 - end);
            var chunk = headers.GetValueOrDefault(":event-type") == "chunk";
            messages.Add((headers, chunk ? Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(payload)!["bytes"]!)) : payload));
        }

        return messages;
    }

    /// <summary>All strings that <paramref name="select"/> finds in the messages, joined.</summary>
    public static string Joined(string stream, Func<JsonNode, JsonNode?> select) =>
        string.Concat(Parse(stream).Select(m => (string?)select(JsonNode.Parse(m.Data)!)));

    /// <summary>The stream with headers and payload of each message changed, and the message sound again.</summary>
    public static byte[] Change(byte[] stream, Func<byte[], byte[]> change) => [.. Split(stream).SelectMany(message =>
    {
        var headers = (int)BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(4));
        var changed = change(message[12..^4]);
        headers = Math.Min(headers, changed.Length);
        return Message(changed[headers..], changed[..headers]);
    })];

    private static IEnumerable<byte[]> Split(byte[] stream)
    {
        for (var at = 0; at < stream.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(stream.AsSpan(at));
            yield return stream[at..(at + length)];
            at += length;
        }
    }

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    // Bit by bit, as the standard defines it.
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var b in bytes)
        {
            sum ^= b;
            for (var i = 0; i < 8; i++)
            {
                sum = (sum >> 1) ^ (0xEDB88320 & (0 - (sum & 1)));
            }
        }

        return ~sum;
    }
}
