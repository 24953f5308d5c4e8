using System.Buffers;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Links;

/// <summary>
/// Web addresses that are not what they look like: hosts that resemble well-known ones, names of other hosts before an @ or in front of the real one,
/// escapes in the host, and links that run a script.
/// </summary>
internal sealed class WebAddressDetector(IReadOnlyList<string> ownHosts) : SpanDetector
{
    private const string Inspector = "links";
    private const string Mark = "://";
    private const int LongestAuthority = 320;
    private const int LongestScript = 256;

    private static readonly HitKind LookAlike = new("url.look-alike", Inspector, "A host that looks like a well-known one and is another.");
    private static readonly HitKind Mixed = new("url.look-alike", Inspector, "A host with letters of several scripts in one word.");
    private static readonly HitKind UserPart = new("url.deceptive", Inspector, "An address in which the name of another host stands before the real one, as if it were a user.");
    private static readonly HitKind Escaped = new("url.deceptive", Inspector, "An address whose host is hidden by percent escapes.");
    private static readonly HitKind Prefixed = new("url.deceptive", Inspector, "An address that begins with the name of a well-known host and leads to another.");
    private static readonly HitKind Script = new("url.deceptive", Inspector, "A link that runs a script.");

    private static readonly string[] Scripts = ["javascript:", "vbscript:", "data:text/html"];
    private static readonly SearchValues<string> Triggers = SearchValues.Create([Mark, .. Scripts], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<char> Ends = SearchValues.Create("/?#\\ \t\r\n\"'<>()[]{}`|,;\0");

    private readonly HostNames _names = new(ownHosts);

    public override string Name => Inspector;

    public override bool Wakes(ReadOnlySpan<char> text, int added) => text[added..].ContainsAny(Ends);

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (text.Chars[at..].IndexOfAny(Triggers) is >= 0 and var offset)
        {
            at += offset;
            var hit = text.Chars[at] == ':' ? MatchHost(ref text, at + Mark.Length) : MatchScript(ref text, at);
            if (text.NeedsMore())
            {
                return at;
            }

            if (hit.Length > 0)
            {
                hits.Add(hit);
            }

            at += Mark.Length;
        }

        return text.Final ? text.Length : Math.Max(at, text.Length - Pending(text.Chars[at..]));
    }

    // The longest end of the text that may be the beginning of a trigger.
    private static int Pending(ReadOnlySpan<char> tail)
    {
        var pending = tail.EndsWith(":/") ? 2 : tail.EndsWith(":") ? 1 : 0;
        foreach (var script in Scripts)
        {
            for (var length = Math.Min(script.Length - 1, tail.Length); length > pending; length--)
            {
                if (tail[^length..].Equals(script.AsSpan(0, length), StringComparison.OrdinalIgnoreCase))
                {
                    pending = length;
                }
            }
        }

        return pending;
    }

    // Only where a link has its target, and not the two that do nothing.
    private static Hit MatchScript(ref SpanText text, int start)
    {
        var before = start - 1;
        var quoted = before >= 0 && text.Chars[before] is '"' or '\'';
        before -= quoted ? 1 : 0;
        if (before < 0 || !(text.Chars[before] == '=' || (!quoted && (text.Chars[before] == '<' || (text.Chars[before] == '(' && before > 0 && text.Chars[before - 1] == ']')))))
        {
            return default;
        }

        var at = start;
        while (at - start < LongestScript && text[at] is not ('"' or '\'' or '>' or ' ' or '\n' or '\r' or '\t' or '\0'))
        {
            at++;
        }

        if (text.Touched)
        {
            return default;
        }

        var script = text.Chars[start..at].TrimEnd(')');
        script = script[(script.IndexOf(':') + 1)..].TrimEnd(';');
        return script.IsEmpty || script.StartsWith("void(0", StringComparison.OrdinalIgnoreCase) ? default : new Hit(start, at - start, Script, 0.85);
    }

    private Hit MatchHost(ref SpanText text, int start)
    {
        var length = 0;
        while (length < LongestAuthority && !Ends.Contains(text[start + length]))
        {
            length++;
        }

        // https://known.example\@other.example: some programs take the slash for a part of the user's name.
        var slashed = text[start + length] == '\\' && text[start + length + 1] == '@';
        if (text.Touched || length is 0 or LongestAuthority)
        {
            return default;
        }

        var authority = text.Chars.Slice(start, length);
        if (slashed)
        {
            return HostText.ReadsAsHost(authority) ? new Hit(start, length, UserPart, 0.9) : default;
        }

        var at = authority.LastIndexOf('@');
        if (at > 0 && IsWeb(text.Chars, start) && HostText.ReadsAsHost(authority[..at]))
        {
            return new Hit(start, length, UserPart, 0.9);
        }

        var host = HostText.Of(authority[(at + 1)..], out var escaped);
        if (escaped)
        {
            return new Hit(start + at + 1, host.Length, Escaped, 0.85);
        }

        return host.Length is > 3 and <= HostSkeleton.Longest ? Judge(host, start + at + 1) : default;
    }

    private Hit Judge(ReadOnlySpan<char> host, int start)
    {
        Span<char> shown = stackalloc char[HostSkeleton.Longest];
        var length = HostText.Open(host, shown);
        if (length < 0)
        {
            return default;
        }

        ReadOnlySpan<char> open = shown[..length];
        if (Resembles(open))
        {
            return new Hit(start, host.Length, LookAlike, 0.95);
        }

        if (HostText.MixesScripts(open))
        {
            return new Hit(start, host.Length, Mixed, 0.7);
        }

        return BeginsWithOther(host) ? new Hit(start, host.Length, Prefixed, 0.8) : default;
    }

    // The last two or three labels.
    private bool Resembles(ReadOnlySpan<char> host)
    {
        Span<char> skeleton = stackalloc char[HostSkeleton.Longest];
        var start = host.LastIndexOf('.');
        for (var labels = 2; labels <= 3 && start > 0; labels++)
        {
            start = host[..start].LastIndexOf('.');
            var domain = host[(start + 1)..];
            if (!_names.IsKnown(domain) && _names.HasSkeleton(skeleton[..HostSkeleton.Write(domain, skeleton)]))
            {
                return true;
            }
        }

        return false;
    }

    // paypal.com.example.net, but not paypal.com.au.
    private bool BeginsWithOther(ReadOnlySpan<char> host)
    {
        if (host.Count('.') < 2 || _names.IsFront(host))
        {
            return false;
        }

        for (var start = 0; ;)
        {
            var rest = host[start..];
            var first = rest.IndexOf('.');
            var second = first < 0 ? -1 : rest[(first + 1)..].IndexOf('.');
            if (second < 0)
            {
                return false;
            }

            var end = first + 1 + second;
            if (_names.IsKnown(rest[..end]) && (rest[(end + 1)..].Contains('.') || rest.Length - end - 1 > 2))
            {
                return true;
            }

            start += first + 1;
        }
    }

    private static bool IsWeb(ReadOnlySpan<char> text, int start)
    {
        var before = text[..(start - Mark.Length)];
        return before.EndsWith("http", StringComparison.OrdinalIgnoreCase) || before.EndsWith("https", StringComparison.OrdinalIgnoreCase);
    }
}
