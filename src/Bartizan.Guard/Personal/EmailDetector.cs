using System.Collections.Frozen;
using Bartizan.Guard.Secrets;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Personal;

/// <summary>E-mail addresses (the everyday part of RFC 5321: unquoted local part, domain name with a top-level name of letters), found at the <c>@</c>.</summary>
internal sealed class EmailDetector : SpanDetector
{
    private const int MaxLocal = 64;
    private const int MaxDomain = 253;
    private static readonly HitKind Kind = new("pii.email", "personal-data", "An e-mail address.");
    private static readonly CharSet Local = CharSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-'");
    private static readonly CharSet Label = CharSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    // name@2x.png and the like are files.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FileEndings =
        new[] { "png", "jpg", "jpeg", "gif", "svg", "webp", "js", "ts", "css", "json", "py", "md", "yaml", "yml", "html", "xml", "txt" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public override string Name => "personal-data";

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (at < text.Length && text.Chars[at..].IndexOf('@') is >= 0 and var offset)
        {
            var sign = at + offset;
            var start = LocalStart(text.Chars, sign, from);
            var end = start < sign ? DomainEnd(ref text, sign + 1) : 0;
            var address = end > 0 && !UrlPasswordDetector.Covers(ref text, sign);
            if (text.NeedsMore())
            {
                return start;
            }

            if (address)
            {
                hits.Add(new Hit(start, end - start, Kind, 0.95));
            }

            at = Math.Max(end, sign + 1);
            from = at;
        }

        return text.Final ? text.Length : LocalStart(text.Chars, text.Length, from);
    }

    private static int LocalStart(ReadOnlySpan<char> text, int end, int from)
    {
        var start = end;
        var limit = Math.Max(from, end - MaxLocal);
        while (start > limit && Local.Contains(text[start - 1]))
        {
            start--;
        }

        // Quotes and dots before an address are not part of it.
        while (start < end && !CharSet.Word.Contains(text[start]))
        {
            start++;
        }

        return start;
    }

    private static int DomainEnd(ref SpanText text, int start)
    {
        var end = 0;
        var at = start;
        while (at - start <= MaxDomain)
        {
            var length = text.Run(at, Label, 63);
            if (length == 0 || text[at] == '-' || text[at + length - 1] == '-')
            {
                break;
            }

            var last = text.Chars.Slice(at, length);
            end = at > start && length >= 2 && CharSet.Letters.ContainsAll(last) ? at + length : 0;
            if (text[at + length] != '.' || !Label.Contains(text[at + length + 1]))
            {
                break;
            }

            at += length + 1;
        }

        if (end == 0 || FileEndings.Contains(text.Chars[(text.Chars[..end].LastIndexOf('.') + 1)..end]))
        {
            return 0;
        }

        // user@host.org:path is a place to fetch from, not a person's address.
        return text[end] == ':' && text[end + 1] is not (' ' or '\n' or '\r' or '\0') && CharSet.Letters.Contains(text[end + 1]) && text.StartsWith(start - 4, "git@") ? 0 : end;
    }
}
