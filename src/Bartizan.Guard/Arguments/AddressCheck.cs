using System.Buffers;

namespace Bartizan.Guard.Arguments;

/// <summary>Addresses that a tool reaches and its caller should not: this machine, the network around it, the cloud's metadata service.</summary>
internal static class AddressCheck
{
    private const string Inside = "unsafe.address";
    private const string Metadata = "unsafe.metadata";
    private const int MostHits = 16;
    private const int LongestAuthority = 512;

    private static readonly SearchValues<char> AuthorityEnds = SearchValues.Create("/?#\\ \t\r\n\"'<>`,;|{}\0");
    private static readonly SearchValues<char> Breaks = SearchValues.Create(" \t\r\n\"'<>`,;|&()=@\0");

    private static readonly SearchValues<string> MetadataHints = SearchValues.Create(
        ["169.254.", "metadata", "fd00:ec2", "fd20:ce", "100.100.100", "instance-data", "168.63", "192.0.0.", "a9fe", "rancher"], StringComparison.Ordinal);

    /// <summary>Adds what a value holds.</summary>
    public static void Check(Reading reading, ArgumentKind kind, List<ArgumentHit> hits)
    {
        var text = reading.Text;
        var found = 0;
        for (var at = 0; found < MostHits && text[at..].IndexOf("//") is >= 0 and var offset;)
        {
            at += offset + 2;
            found += CheckAuthority(reading, at, kind, hits) ? 1 : 0;
        }

        if (kind is ArgumentKind.Text or ArgumentKind.Query)
        {
            return;
        }

        if (kind == ArgumentKind.Host && !text.ContainsAny(" \n") && !text.Contains("//", StringComparison.Ordinal))
        {
            CheckAuthority(reading, 0, kind, hits);
        }
        else
        {
            FindMetadata(reading, hits);
        }
    }

    // After the last @, and, because programs differ on what ends it, before a backslash or # too.
    private static bool CheckAuthority(Reading reading, int start, ArgumentKind kind, List<ArgumentHit> hits)
    {
        var rest = reading.Text[start..];
        rest = rest[..Math.Min(rest.Length, LongestAuthority)];
        var end = rest.IndexOfAny(AuthorityEnds);
        var authority = end < 0 ? rest : rest[..end];
        if (CheckHost(reading, start, authority, kind, hits))
        {
            return true;
        }

        var second = end >= 0 && rest[end] is '\\' or '#' ? rest[(end + 1)..] : [];
        if (!second.StartsWith("@"))
        {
            return false;
        }

        second = second[1..];
        var stop = second.IndexOfAny(AuthorityEnds);
        return CheckHost(reading, start + end + 2, stop < 0 ? second : second[..stop], kind, hits);
    }

    private static bool CheckHost(Reading reading, int start, ReadOnlySpan<char> authority, ArgumentKind kind, List<ArgumentHit> hits)
    {
        var at = authority.LastIndexOf('@') + 1;
        var host = authority[at..];
        var close = host.StartsWith("[") ? host.IndexOf(']') : -1;
        var colon = host.IndexOf(':');
        host = close > 0 ? host[..(close + 1)] : colon >= 0 && host[(colon + 1)..].IndexOf(':') < 0 ? host[..colon] : host;
        var place = HostAddress.Of(host, out var plain);
        if (place == Place.Elsewhere)
        {
            return false;
        }

        // On a developer's machine, commands speak to it all day; only what hides that is a finding.
        if (place != Place.Metadata && (kind == ArgumentKind.Text || (plain && kind == ArgumentKind.Command)))
        {
            return false;
        }

        hits.Add(reading.Hit(
            start + at,
            host.Length,
            place == Place.Metadata ? Metadata : Inside,
            place == Place.Metadata ? 0.95 : plain ? 0.85 : 0.9,
            place switch
            {
                Place.Metadata => "The address of the cloud's metadata service, which hands out the machine's credentials.",
                Place.Machine when plain => "An address of the machine itself.",
                Place.Network when plain => "An address inside the network.",
                Place.Machine => "An address of the machine itself, in a spelling that hides it.",
                _ => "An address inside the network, in a spelling that hides it.",
            }));
        return true;
    }

    // Without a scheme only what can be nothing else: a known name, or four numbers with dots.
    private static void FindMetadata(Reading reading, List<ArgumentHit> hits)
    {
        var text = reading.Text;
        if (!text.ContainsAny(MetadataHints))
        {
            return;
        }

        for (var at = 0; at < text.Length && hits.Count < MostHits;)
        {
            var length = text[at..].IndexOfAny(Breaks);
            var token = length < 0 ? text[at..] : text.Slice(at, length);
            if (token.Length is > 0 and <= LongestAuthority && !token.Contains("//", StringComparison.Ordinal))
            {
                var end = token.IndexOfAny('/', '?', '#');
                var host = end < 0 ? token : token[..end];
                var port = host.IndexOf(':');
                host = port >= 0 && host[(port + 1)..].IndexOf(':') < 0 ? host[..port] : host;
                if (host.ContainsAny('.', ':') && HostAddress.Of(host, out _) == Place.Metadata)
                {
                    CheckHost(reading, at, host, ArgumentKind.Value, hits);
                }
            }

            at += token.Length + 1;
        }
    }
}
