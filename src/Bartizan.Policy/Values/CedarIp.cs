using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bartizan.Policy.Values;

/// <summary>An IPv4 or IPv6 address, or a range of them in CIDR notation.</summary>
public sealed class CedarIp : CedarValue
{
    private const int LongestText = 43;

    private readonly UInt128 _address;

    private CedarIp(bool isV4, UInt128 address, int prefix) => (IsV4, _address, Prefix) = (isV4, address, prefix);

    /// <summary>Whether it is an IPv4 address or range.</summary>
    public bool IsV4 { get; }

    /// <summary>Bits of the network part: 0 to 32 or 128; all bits for a single address.</summary>
    public int Prefix { get; }

    /// <inheritdoc/>
    public override string TypeName => "an ipaddr";

    internal bool IsLoopback => IsV4 ? Prefix >= 8 && _address >> 24 == 127 : Prefix == 128 && _address == UInt128.One;

    internal bool IsMulticast => IsV4 ? Prefix >= 4 && _address >> 28 == 0xE : Prefix >= 8 && _address >> 120 == 0xFF;

    private int Bits => IsV4 ? 32 : 128;

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>192.168.1.7</c>, <c>2001:db8::/32</c>; IPv4 inside IPv6 is refused, and so are leading zeros.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CedarIp? value)
    {
        value = null;
        if (text.Length > LongestText)
        {
            return false;
        }

        var slash = text.IndexOf('/');
        var address = slash < 0 ? text : text[..slash];
        var isV4 = address.Contains('.');
        var bits = isV4 ? 32 : 128;
        UInt128 number;
        if (isV4 ? !TryV4(address, out number) : !TryV6(address, out number))
        {
            return false;
        }

        var prefix = bits;
        if (slash >= 0 && !TryPrefix(text[(slash + 1)..], bits, out prefix))
        {
            return false;
        }

        value = new CedarIp(isV4, number, prefix);
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other) => other is CedarIp ip && ip.IsV4 == IsV4 && ip._address == _address && ip.Prefix == Prefix;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsV4, _address, Prefix);

    /// <inheritdoc/>
    public override string ToString() => $"ip(\"{Text}\")";

    /// <summary>The address alone, with its prefix where that is not all bits.</summary>
    public string Text
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            for (var i = 0; i < 16; i++)
            {
                bytes[i] = (byte)(_address >> (120 - (8 * i)));
            }

            var address = IsV4 ? new IPAddress(bytes[12..]).ToString() : HexGroups(bytes);
            return Prefix == Bits ? address : $"{address}/{Prefix.ToString(CultureInfo.InvariantCulture)}";
        }
    }

    /// <summary>Whether every address here lies in <paramref name="range"/>.</summary>
    internal bool IsInRange(CedarIp range)
    {
        var host = range.Bits - range.Prefix;
        return IsV4 == range.IsV4
            && Prefix >= range.Prefix
            && (host == 128 || _address >> host == range._address >> host);
    }

    private static bool TryV4(ReadOnlySpan<char> text, out UInt128 number)
    {
        number = 0;
        for (var part = 0; part < 4; part++)
        {
            var end = part == 3 ? text.Length : text.IndexOf('.');
            if (end < 0 || !TryPrefix(text[..end], 255, out var octet))
            {
                return false;
            }

            number = (number << 8) | (uint)octet;
            text = part == 3 ? text : text[(end + 1)..];
        }

        return true;
    }

    private static bool TryV6(ReadOnlySpan<char> text, out UInt128 number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (c != ':' && !char.IsAsciiHexDigit(c))
            {
                return false; // brackets, scopes and whatever else the framework would take
            }
        }

        if (!IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6 || Groups(text) > 8)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        foreach (var b in bytes)
        {
            number = (number << 8) | b;
        }

        return true;
    }

    // "::" stands for one group at least, so eight written groups leave no room for it.
    private static int Groups(ReadOnlySpan<char> text)
    {
        var groups = 0;
        foreach (var range in text.Split(':'))
        {
            groups += text[range].IsEmpty ? 0 : 1;
        }

        return text.Contains("::", StringComparison.Ordinal) ? groups + 1 : groups;
    }

    private static bool TryPrefix(ReadOnlySpan<char> text, int max, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 3
            && !text.ContainsAnyExceptInRange('0', '9') // int.TryParse forgives trailing NULs
            && (text[0] != '0' || text.Length == 1)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number <= max;
    }

    // IPAddress would write some addresses with an embedded IPv4 part, which the reader refuses.
    private static string HexGroups(ReadOnlySpan<byte> bytes)
    {
        var groups = new string[8];
        for (var i = 0; i < 8; i++)
        {
            groups[i] = ((bytes[2 * i] << 8) | bytes[(2 * i) + 1]).ToString("x", CultureInfo.InvariantCulture);
        }

        return string.Join(':', groups);
    }
}
