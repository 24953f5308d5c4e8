using System.Net;
using System.Net.Sockets;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Personal;

/// <summary>IP and MAC addresses; not versions, times or section numbers, and not the addresses that name nobody (loopback, unspecified).</summary>
internal static class NetworkAddresses
{
    private static readonly HitKind Ip = new("pii.ip-address", "personal-data", "An IP address.");
    private static readonly HitKind Mac = new("pii.mac-address", "personal-data", "A hardware (MAC) address.");
    private static readonly CharSet V6 = CharSet.Of("0123456789abcdefABCDEF:.");
    private static readonly ContextWords IpWords = new("ip", "address", "host", "server", "client", "addr", "dns", "gateway");
    private static readonly ContextWords VersionWords = new("version", "v", "ver", "section", "chapter", "release", "build", "oid", "clause", "assembly");

    /// <summary>The address whose first word with a digit starts at <paramref name="word"/>, and which may begin at <paramref name="earliest"/>.</summary>
    public static Hit Match(ref SpanText text, int earliest, int word)
    {
        var hit = MatchV4(ref text, word);
        if (hit.Length > 0)
        {
            return hit;
        }

        var start = word;
        while (start > earliest && (text[start - 1] is ':' or '-' || CharSet.Hex.Contains(text[start - 1])))
        {
            start--;
        }

        if (CharSet.Word.Contains(text[start - 1]))
        {
            return default;
        }

        hit = MatchMac(ref text, start);
        return hit.Length > 0 ? hit : MatchV6(ref text, start);
    }

    private static Hit MatchV4(ref SpanText text, int start)
    {
        // Nearly every number ends here.
        var at = start;
        if (text[start + text.Run(start, CharSet.Digits, 4)] != '.')
        {
            return default;
        }

        var small = 0;
        var first = 0;
        for (var octet = 0; octet < 4; octet++)
        {
            if (octet > 0 && text[at++] != '.')
            {
                return default;
            }

            var digits = text.Run(at, CharSet.Digits, 4);
            if (digits is 0 or > 3 || (digits > 1 && text[at] == '0'))
            {
                return default;
            }

            var value = 0;
            foreach (var digit in text.Chars.Slice(at, digits))
            {
                value = (value * 10) + (digit - '0');
            }

            if (value > 255)
            {
                return default;
            }

            first = octet == 0 ? value : first;
            small += value < 10 ? 1 : 0;
            at += digits;
        }

        if (CharSet.Word.Contains(text[at]) || (text[at] is '.' or '-' && char.IsAsciiDigit(text[at + 1])) || Joined(ref text, start)
            || first is 0 or 127 || text.StartsWith(start, "255.255.") || text.StartsWith(start, "169.254.")
            || Context.Precedes(ref text, start, VersionWords) && !Context.Precedes(ref text, start, IpWords)
            || small == 4 && !Context.Precedes(ref text, start, IpWords))
        {
            return default;
        }

        return new Hit(start, at - start, Ip, 0.85);
    }

    // v1.2.3.4, Chrome/1.2.3.4, 5.1.2.3.4: but http://1.2.3.4 is an address.
    private static bool Joined(ref SpanText text, int start) => text[start - 1] switch
    {
        '/' => CharSet.Word.Contains(text[start - 2]),
        '.' or '-' or '+' => CharSet.Alphanumeric.Contains(text[start - 2]),
        _ => false,
    };

    private static Hit MatchMac(ref SpanText text, int start)
    {
        var separator = text[start + 2];
        if (separator is not (':' or '-'))
        {
            return default;
        }

        for (var pair = 0; pair < 6; pair++)
        {
            var at = start + (3 * pair);
            if (!CharSet.Hex.Contains(text[at]) || !CharSet.Hex.Contains(text[at + 1]) || (pair < 5 && text[at + 2] != separator))
            {
                return default;
            }
        }

        var next = text[start + 17];
        return CharSet.Word.Contains(next) || (next == separator && CharSet.Alphanumeric.Contains(text[start + 18])) || text.Chars.Slice(start, 17).Trim("0:-").IsEmpty
            ? default
            : new Hit(start, 17, Mac, 0.9);
    }

    private static Hit MatchV6(ref SpanText text, int start)
    {
        // Up to four digits and a colon, or a colon at once.
        if (text[start + text.Run(start, CharSet.Hex, 5)] != ':')
        {
            return default;
        }

        var length = text.Run(start, V6, 46);
        if (length is < 6 or > 45)
        {
            return default;
        }

        var candidate = text.Chars.Slice(start, length).TrimEnd(".:");
        var groups = 0;
        foreach (var part in candidate.Split(':'))
        {
            groups += part.Start.Value < part.End.Value ? 1 : 0;
        }

        return groups >= 3 && candidate.Count(':') >= 2 && !CharSet.Word.Contains(text[start + length]) && text[start - 1] != '.'
            && IPAddress.TryParse(candidate, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(address)
            ? new Hit(start, candidate.Length, Ip, 0.9)
            : default;
    }
}
