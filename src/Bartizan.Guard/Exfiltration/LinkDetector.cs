using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Exfiltration;

/// <summary>
/// Images and links whose address carries data to a host nobody named: a client that renders the answer would send it.
/// The span is the address alone, so a mask leaves the text around it readable.
/// </summary>
internal sealed class LinkDetector(IReadOnlyList<string> knownHosts) : SpanDetector
{
    private const int MaxUrl = 4096;
    private const int MaxAlt = 250;
    private const int MaxTag = 512;
    private const string Turn = "](";
    private static readonly System.Buffers.SearchValues<char> UrlEnds = System.Buffers.SearchValues.Create(" \n\r\t>)\"'");
    private const string Image = "<img";
    private static readonly HitKind MarkdownImage = new("exfiltration.markdown-image", "exfiltration", "An image whose address carries data to an unknown host.");
    private static readonly HitKind Link = new("exfiltration.link", "exfiltration", "A link whose address carries data to an unknown host.");

    public override string Name => "exfiltration";

    public override bool Wakes(ReadOnlySpan<char> text, int added) => text[added..].ContainsAny(UrlEnds);

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (NextTrigger(text.Chars, at) is >= 0 and var start)
        {
            var markdown = text.Chars[start] == ']';
            var hit = markdown ? MatchMarkdown(ref text, start) : MatchTag(ref text, start);
            if (text.NeedsMore())
            {
                return start;
            }

            if (hit.Length > 0)
            {
                hits.Add(hit);
            }

            at = Math.Max(hit.End, start + 2);
        }

        var tail = text.Chars[Math.Min(at, text.Length)..];
        return text.Final ? text.Length : text.Length - Math.Max(PartOf(tail, Turn), PartOf(tail, Image));
    }

    private static int NextTrigger(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length)
        {
            var offset = text[from..].IndexOfAny(']', '<');
            if (offset < 0)
            {
                return -1;
            }

            from += offset;
            if (text[from..].StartsWith(Turn) || text[from..].StartsWith(Image, StringComparison.OrdinalIgnoreCase))
            {
                return from;
            }

            from++;
        }

        return -1;
    }

    private Hit MatchMarkdown(ref SpanText text, int turn)
    {
        var start = turn + Turn.Length;
        start += text[start] == '<' ? 1 : 0;
        var length = UrlLength(ref text, start);
        if (text.Touched || length == 0)
        {
            return default;
        }

        var image = IsImage(text.Chars, turn);
        return CarriesData(text.Chars.Slice(start, length), image) is > 0 and var score ? new Hit(start, length, image ? MarkdownImage : Link, score) : default;
    }

    private Hit MatchTag(ref SpanText text, int tag)
    {
        for (var at = tag + Image.Length; at < tag + MaxTag && text[at] is not ('>' or '\0'); at++)
        {
            if (text[at] is not ('s' or 'S') || text[at + 1] is not ('r' or 'R') || text[at + 2] is not ('c' or 'C') || text[at + 3] != '=')
            {
                continue;
            }

            var start = at + 4;
            start += text[start] is '"' or '\'' ? 1 : 0;
            var length = UrlLength(ref text, start);
            return !text.Touched && length > 0 && CarriesData(text.Chars.Slice(start, length), true) is > 0 and var score
                ? new Hit(start, length, MarkdownImage, score)
                : default;
        }

        return default;
    }

    private static int UrlLength(ref SpanText text, int start)
    {
        // Only absolute addresses leave the page.
        var scheme = text.StartsWith(start, "https://") ? 8 : text.StartsWith(start, "http://") ? 7 : text.StartsWith(start, "//") ? 2 : 0;
        if (scheme == 0)
        {
            return 0;
        }

        var length = scheme;
        while (length < MaxUrl && text[start + length] is not (' ' or ')' or '>' or '"' or '\'' or '\n' or '\r' or '\t' or '\0'))
        {
            length++;
        }

        return length;
    }

    // Looks for the bracket that opens, nested ones skipped, and the mark before it.
    private static bool IsImage(ReadOnlySpan<char> text, int turn)
    {
        var depth = 0;
        for (var at = turn; at >= Math.Max(0, turn - MaxAlt); at--)
        {
            depth += text[at] == ']' ? 1 : text[at] == '[' ? -1 : 0;
            if (depth == 0)
            {
                return at > 0 && text[at - 1] == '!';
            }
        }

        return false;
    }

    private double CarriesData(ReadOnlySpan<char> url, bool image)
    {
        var parts = UrlParts.Of(url);
        return IsKnown(parts.Host) ? 0 : DataBearing.Score(parts, image);
    }

    private bool IsKnown(ReadOnlySpan<char> host)
    {
        foreach (var known in knownHosts)
        {
            if (host.EndsWith(known, StringComparison.OrdinalIgnoreCase) && (host.Length == known.Length || host[host.Length - known.Length - 1] == '.'))
            {
                return true;
            }
        }

        return false;
    }

    private static int PartOf(ReadOnlySpan<char> text, ReadOnlySpan<char> word)
    {
        for (var length = Math.Min(word.Length - 1, text.Length); length > 0; length--)
        {
            if (text[^length..].Equals(word[..length], StringComparison.OrdinalIgnoreCase))
            {
                return length;
            }
        }

        return 0;
    }
}
