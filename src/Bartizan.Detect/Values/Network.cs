using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bartizan.Detect.Values;

/// <summary>A network in CIDR notation (RFC 4632, RFC 4291); IPv4 stands as the mapped IPv6 network (RFC 4291 section 2.5.5.2).</summary>
/// <param name="Address">The first address.</param>
/// <param name="Bits">How many leading bits count, of 128.</param>
internal readonly record struct Network(UInt128 Address, int Bits)
{
    /// <summary>Reads <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>, or a single address.</summary>
    public static Network? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(host, out var address) || (address.AddressFamily == AddressFamily.InterNetwork && host.Count(c => c == '.') != 3))
        {
            return null;
        }

        var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var bits = most;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > most))
        {
            return null;
        }

        bits += 128 - most;
        return new Network(Value(address) & Mask(bits), bits);
    }

    /// <summary>The number of an address as it stands in an event; null when it is none. Zones (<c>%eth0</c>) and ports are not taken.</summary>
    public static UInt128? AddressOf(ReadOnlySpan<byte> text)
    {
        // Addresses begin with a hexadecimal digit or a colon; most other values are out at once.
        if (text.Length is < 2 or > 45 || !(char.IsAsciiHexDigit((char)text[0]) || text[0] == ':') || text.IndexOf((byte)'%') >= 0)
        {
            return null;
        }

        var dotted = text.IndexOf((byte)':') < 0;
        if (dotted && text.Count((byte)'.') != 3)
        {
            return null;
        }

        return IPAddress.TryParse(text, out var address) ? Value(address) : null;
    }

    /// <summary>The bits that count.</summary>
    public static UInt128 Mask(int bits) => bits == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - bits);

    private static UInt128 Value(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
