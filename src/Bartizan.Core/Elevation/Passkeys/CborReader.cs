using System.Buffers.Binary;
using System.Text;

namespace Bartizan.Core.Elevation.Passkeys;

/// <summary>
/// Reads the part of CBOR (RFC 8949) that authenticators write: whole numbers, byte and text strings and maps, of known length and in their shortest
/// form (CTAP2 canonical encoding). After anything else <see cref="Failed"/> is set and every value is empty.
/// </summary>
internal ref struct CborReader(ReadOnlySpan<byte> data)
{
    private const byte PositiveType = 0;
    private const byte NegativeType = 1;
    private const byte BytesType = 2;
    private const byte TextType = 3;
    private const byte MapType = 5;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = data;

    /// <summary>Whether something was not as it must be.</summary>
    public bool Failed { get; private set; }

    /// <summary>What was not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>A whole number.</summary>
    public long Integer()
    {
        var (type, value) = Head();
        return type switch
        {
            PositiveType when value <= long.MaxValue => (long)value,
            NegativeType when value <= long.MaxValue => -1 - (long)value,
            _ => Fail(),
        };
    }

    /// <summary>A byte string.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(BytesType);

    /// <summary>A text string.</summary>
    public string Text()
    {
        try
        {
            return Strict.GetString(Take(TextType));
        }
        catch (DecoderFallbackException)
        {
            Fail();
            return "";
        }
    }

    /// <summary>Begins a map; returns how many pairs follow.</summary>
    public int Map()
    {
        var (type, count) = Head();
        // Each pair takes at least two bytes, so that no count can promise more than there is.
        return type == MapType && count <= (ulong)_rest.Length / 2 ? (int)count : (int)Fail();
    }

    private ReadOnlySpan<byte> Take(byte wanted)
    {
        var (type, length) = Head();
        if (type != wanted || length > (ulong)_rest.Length)
        {
            Fail();
            return [];
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private (int Type, ulong Value) Head()
    {
        if (Failed || _rest.IsEmpty)
        {
            Fail();
            return (-1, 0);
        }

        var (type, low) = (_rest[0] >> 5, _rest[0] & 0x1F);
        var size = low switch { < 24 => 0, 24 => 1, 25 => 2, 26 => 4, 27 => 8, _ => -1 };
        if (size < 0 || _rest.Length < 1 + size)
        {
            Fail();
            return (-1, 0);
        }

        var bytes = _rest[1..(1 + size)];
        ulong value = size switch
        {
            0 => (ulong)low,
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        };
        var least = size switch { 0 => 0UL, 1 => 24UL, 2 => 1UL << 8, 4 => 1UL << 16, _ => 1UL << 32 };
        if (value < least)
        {
            Fail();
            return (-1, 0);
        }

        _rest = _rest[(1 + size)..];
        return (type, value);
    }

    private long Fail()
    {
        Failed = true;
        _rest = [];
        return 0;
    }
}
