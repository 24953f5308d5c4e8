using System.Buffers.Binary;
using System.Text;

namespace Bartizan.EndToEnd.Telemetry;

/// <summary>A protobuf message, read by field numbers alone; a test's own second opinion on what goes over the wire.</summary>
internal sealed class Protobuf
{
    private readonly List<(int Number, ulong Value, byte[] Bytes)> _fields = [];

    public Protobuf(ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            var key = Varint(ref message);
            var (value, length) = (key & 7) switch
            {
                0 => (Varint(ref message), 0),
                1 => (BinaryPrimitives.ReadUInt64LittleEndian(message), 8),
                2 => (0UL, (int)Varint(ref message)),
                5 => (BinaryPrimitives.ReadUInt32LittleEndian(message), 4),
                var wire => throw new InvalidDataException($"Wire type {wire}."),
            };
            _fields.Add(((int)(key >> 3), value, message[..length].ToArray()));
            message = message[length..];
        }
    }

    public IEnumerable<Protobuf> Messages(int number) => _fields.Where(f => f.Number == number).Select(f => new Protobuf(f.Bytes));

    public byte[] Bytes(int number) => _fields.LastOrDefault(f => f.Number == number).Bytes ?? [];

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public ulong Number(int number) => _fields.LastOrDefault(f => f.Number == number).Value;

    /// <summary>Key and value pairs: string, bool, int, double or a list of strings, as text.</summary>
    public Dictionary<string, string> Attributes(int number) => Messages(number).ToDictionary(m => m.Text(1), m => Value(m.Messages(2).Single()));

    private static string Value(Protobuf any) => any._fields.Count == 0 ? "" : any._fields[0] switch
    {
        (1, _, var text) => Encoding.UTF8.GetString(text),
        (2, var flag, _) => flag != 0 ? "true" : "false",
        (3, var integer, _) => ((long)integer).ToString(System.Globalization.CultureInfo.InvariantCulture),
        (4, var bits, _) => BitConverter.UInt64BitsToDouble(bits).ToString(System.Globalization.CultureInfo.InvariantCulture),
        (5, _, var list) => string.Join(',', new Protobuf(list).Messages(1).Select(Value)),
        var other => throw new InvalidDataException($"Value {other.Number}."),
    };

    private static ulong Varint(ref ReadOnlySpan<byte> from)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = from[0];
            from = from[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
