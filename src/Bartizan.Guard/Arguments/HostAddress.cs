using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Bartizan.Guard.Arguments;

/// <summary>
/// Says where a host leads, whatever its spelling: numbers as inet_aton reads them (1 to 4 parts; decimal, octal, hexadecimal), IPv6 and IPv4 inside it
/// (mapped, compatible, NAT64, 6to4), names of this machine and network, and domains that resolve to an address in their name.
/// </summary>
internal static class HostAddress
{
    private static readonly byte[] Nat64 = [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Where <paramref name="host"/>, in lower case, leads; <paramref name="plain"/> unless its spelling hides that.</summary>
    public static Place Of(ReadOnlySpan<char> host, out bool plain)
    {
        plain = true;
        host = host.TrimEnd('.');
        if (host.IsEmpty || host.Length > 255)
        {
            return Place.Elsewhere;
        }

        if (host.Contains(':'))
        {
            return OfIPv6(host, out plain);
        }

        if (TryReadNumbers(host, out var address, out plain))
        {
            return OfIPv4(address);
        }

        plain = true;
        return OfName(host, out plain);
    }

    private static Place OfName(ReadOnlySpan<char> host, out bool plain)
    {
        plain = true;
        if (ArgumentPatterns.MetadataHosts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host))
        {
            return Place.Metadata;
        }

        if (host is "localhost" or "localhost.localdomain" or "ip6-localhost" or "ip6-loopback" || host.EndsWith(".localhost"))
        {
            return Place.Machine;
        }

        if (host is "host.docker.internal" or "gateway.docker.internal" or "kubernetes.default" || host.EndsWith(".svc.cluster.local") || host.EndsWith(".default.svc"))
        {
            return Place.Network;
        }

        plain = false;
        foreach (var domain in ArgumentPatterns.InwardDomains)
        {
            if (IsUnder(host, domain))
            {
                return Place.Machine;
            }
        }

        foreach (var domain in ArgumentPatterns.WildcardDomains)
        {
            if (host.Length > domain.Length && IsUnder(host, domain))
            {
                return OfLabels(host[..^(domain.Length + 1)]);
            }
        }

        plain = true;
        return Place.Elsewhere;
    }

    // app.10.0.0.1, app-10-0-0-1, 7f000001
    private static Place OfLabels(ReadOnlySpan<char> labels)
    {
        Span<char> dotted = stackalloc char[255];
        labels = labels[..Math.Min(labels.Length, dotted.Length)];
        labels.Replace(dotted, '-', '.');
        dotted = dotted[..labels.Length];
        var starts = 0;
        for (var at = dotted.Length; at > 0 && starts < 4; starts++)
        {
            at = dotted[..at].LastIndexOf('.');
            if (TryReadNumbers(dotted[(at + 1)..], out var address, out _) && (starts == 3 || (starts == 0 && dotted.Length - at - 1 >= 8)))
            {
                return OfIPv4(address);
            }

            if (starts == 0 && dotted.Length - at - 1 == 8 && uint.TryParse(dotted[(at + 1)..], System.Globalization.NumberStyles.AllowHexSpecifier, null, out address))
            {
                return OfIPv4(address);
            }
        }

        return Place.Elsewhere;
    }

    private static bool IsUnder(ReadOnlySpan<char> host, string domain) =>
        host.EndsWith(domain) && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.');

    private static Place OfIPv6(ReadOnlySpan<char> host, out bool plain)
    {
        plain = true;
        host = host.Trim("[]");
        var zone = host.IndexOf('%');
        if (!IPAddress.TryParse(zone < 0 ? host : host[..zone], out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return Place.Elsewhere;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (IPAddress.IPv6Loopback.Equals(address) || IPAddress.IPv6Any.Equals(address))
        {
            return Place.Machine;
        }

        // fd00:ec2::254 and ::23 (AWS), fd20:ce::254 (Google Cloud)
        if (bytes is [0xFD, 0x00, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54] or [0xFD, 0x00, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x23]
            or [0xFD, 0x20, 0x00, 0xCE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54])
        {
            return Place.Metadata;
        }

        var embedded = address.IsIPv4MappedToIPv6 || bytes[..12].IndexOfAnyExcept((byte)0) < 0 || bytes[..12].SequenceEqual(Nat64) ? bytes[12..]
            : bytes[0] == 0x20 && bytes[1] == 0x02 ? bytes[2..6]
            : [];
        if (!embedded.IsEmpty)
        {
            plain = false;
            return OfIPv4(BinaryPrimitives.ReadUInt32BigEndian(embedded));
        }

        return (bytes[0] & 0xFE) == 0xFC || address.IsIPv6LinkLocal || address.IsIPv6SiteLocal ? Place.Network : Place.Elsewhere;
    }

    // Special-purpose ranges of the IANA registry (RFC 6890) that lead inside, and the addresses on which clouds answer.
    private static Place OfIPv4(uint address) => address switch
    {
        0xA9FEA9FE or 0xA9FEAA02 or 0xA9FEAA17 or 0xA9FE0017 or 0xA9FE2A2A or 0x646464C8 or 0xC00000C0 or 0xA83F8110 => Place.Metadata,
        _ when address >> 24 is 127 or 0 => Place.Machine,
        _ when address >> 24 == 10 || address >> 20 == 0xAC1 || address >> 16 is 0xC0A8 or 0xA9FE || address >> 22 == 0x191 || address >> 8 == 0xC00000 || address >> 17 == 0x6309 => Place.Network,
        _ => Place.Elsewhere,
    };

    // inet_aton: the last part fills what is left. Four decimal parts without a leading zero are the plain spelling.
    private static bool TryReadNumbers(ReadOnlySpan<char> host, out uint address, out bool plain)
    {
        address = 0;
        plain = true;
        if (host.IsEmpty || !char.IsAsciiDigit(host[0]))
        {
            return false;
        }

        var parts = host.Count('.') + 1;
        if (parts > 4)
        {
            return false;
        }

        plain = parts == 4;
        for (var i = 0; i < parts; i++)
        {
            var dot = host.IndexOf('.');
            var part = dot < 0 ? host : host[..dot];
            host = dot < 0 ? [] : host[(dot + 1)..];
            if (!TryReadNumber(part, out var number, out var plainly))
            {
                return false;
            }

            plain &= plainly;
            if (i < parts - 1)
            {
                // A part may overflow its byte where only the low bits count.
                plain &= number < 256;
                address |= (uint)(number & 0xFF) << (24 - (8 * i));
            }
            else
            {
                var room = 32 - (8 * i);
                plain &= number < 256;
                address |= (uint)(number & ((1UL << room) - 1));
            }
        }

        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> part, out ulong number, out bool plain)
    {
        number = 0;
        plain = true;
        if (part.IsEmpty || part.Length > 24)
        {
            return false;
        }

        var radix = 10u;
        if (part.Length > 1 && part[0] == '0')
        {
            plain = false;
            radix = part[1] == 'x' ? 16u : 8u;
            part = part[(radix == 16 ? 2 : 1)..];
        }

        foreach (var c in part)
        {
            var digit = char.IsAsciiDigit(c) ? (uint)(c - '0') : char.IsAsciiHexDigit(c) ? (uint)(c - 'a' + 10) : uint.MaxValue;
            number = (number * radix) + digit;
            if (digit >= radix || number > uint.MaxValue)
            {
                return false;
            }
        }

        return !part.IsEmpty;
    }
}
