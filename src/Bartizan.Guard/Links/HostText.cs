using System.Buffers;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Links;

/// <summary>Reads the host of an address as people and programs do.</summary>
internal static class HostText
{
    private static readonly SearchValues<char> UserEnds = SearchValues.Create(":@\u2044\u2215\uFF0F%&");

    /// <summary>Whether a word of it has letters of Latin and of a script that looks like it.</summary>
    public static bool MixesScripts(ReadOnlySpan<char> host)
    {
        var (latin, other) = (false, false);
        foreach (var c in host)
        {
            if (c is '.' or '-')
            {
                (latin, other) = (false, false);
            }

            latin |= char.IsAsciiLetter(c);
            other |= LookAlikes.OfScript(c) != '\0';
            if (latin && other)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes a host with its labels in Punycode opened; returns the length.</summary>
    public static int Open(ReadOnlySpan<char> host, Span<char> into)
    {
        if (!host.Contains("xn--", StringComparison.OrdinalIgnoreCase))
        {
            host.CopyTo(into);
            return host.Length;
        }

        var written = 0;
        foreach (var range in host.Split('.'))
        {
            var label = host[range];
            if (written > 0)
            {
                into[written++] = '.';
            }

            var opened = label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) ? Punycode.Decode(label[4..], into[written..^1]) : -1;
            if (opened < 0)
            {
                label.CopyTo(into[written..]);
                opened = label.Length;
            }

            written += opened;
        }

        return written;
    }

    /// <summary>The host of an authority without a user; <paramref name="escaped"/> when part of it is hidden by escapes.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> authority, out bool escaped)
    {
        escaped = false;
        for (var i = 0; i < authority.Length; i++)
        {
            if (authority[i] == ':')
            {
                return authority[..i];
            }

            if (authority[i] != '%')
            {
                continue;
            }

            // What is escaped and needs no escape is hidden; what ends a host when it is opened ends it here.
            var opened = i + 2 < authority.Length && char.IsAsciiHexDigit(authority[i + 1]) && char.IsAsciiHexDigit(authority[i + 2])
                ? (char)Convert.FromHexString(authority.Slice(i + 1, 2))[0] : '\0';
            if (!char.IsAsciiLetterOrDigit(opened) && opened is not ('.' or '-'))
            {
                return authority[..i];
            }

            escaped = true;
            i += 2;
        }

        return authority;
    }

    /// <summary>Whether what stands before an @ reads as a host.</summary>
    public static bool ReadsAsHost(ReadOnlySpan<char> user)
    {
        var end = user.IndexOfAny(UserEnds);
        user = end < 0 ? user : user[..end];
        var dot = user.LastIndexOf('.');
        return dot > 0 && HostNames.IsEnding(user[(dot + 1)..]);
    }
}
