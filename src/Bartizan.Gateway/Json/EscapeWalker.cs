using System.Text;

namespace Bartizan.Gateway.Json;

/// <summary>
/// Walks JSON string content forward and says where a place in its decoded text stands in the raw bytes.
/// Places may be given in UTF-16 units or in UTF-8 bytes of the decoded text; they must not go backwards.
/// </summary>
internal ref struct EscapeWalker(ReadOnlySpan<byte> raw)
{
    private readonly ReadOnlySpan<byte> _raw = raw;
    private int _at;
    private int _units;
    private int _bytes;

    /// <summary>Raw offset of decoded UTF-16 unit <paramref name="unit"/>; inside a pair: its start, or its end when <paramref name="up"/>.</summary>
    public int OfUnit(int unit, bool up)
    {
        while (_units < unit && _at < _raw.Length)
        {
            var (raw, units, bytes) = Next();
            if (!up && _units + units > unit)
            {
                break;
            }

            Step(raw, units, bytes);
        }

        return _at;
    }

    /// <summary>Raw offset of decoded UTF-8 byte <paramref name="offset"/>; inside a character: its start, or its end when <paramref name="up"/>.</summary>
    public int OfByte(int offset, bool up)
    {
        while (_bytes < offset && _at < _raw.Length)
        {
            var (raw, units, bytes) = Next();
            if (!up && _bytes + bytes > offset)
            {
                break;
            }

            Step(raw, units, bytes);
        }

        return _at;
    }

    private void Step(int raw, int units, int bytes)
    {
        _at += raw;
        _units += units;
        _bytes += bytes;
    }

    private readonly (int Raw, int Units, int Bytes) Next()
    {
        var rest = _raw[_at..];
        var first = rest[0];
        if (first == '\\')
        {
            var rune = JsonText.EscapedRune(rest, out var length);
            return (length, rune.Utf16SequenceLength, rune.Utf8SequenceLength);
        }

        if (first < 0x80)
        {
            return (1, 1, 1);
        }

        Rune.DecodeFromUtf8(rest, out var decoded, out var consumed);
        return (consumed, decoded.Utf16SequenceLength, consumed);
    }
}
