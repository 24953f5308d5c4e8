using System.Buffers;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Secrets;

/// <summary>Passwords in addresses: <c>scheme://user:password@host</c> (RFC 3986, 3.2.1). The span is the password alone. Placeholders are passed over.</summary>
internal sealed class UrlPasswordDetector : SpanDetector
{
    private const string Mark = "://";
    private const string EscapedMark = @":\/\/";
    private const int MaxAuthority = 320;
    private const int MinPassword = 3;
    private const int MaxLookBack = SpanText.LookBehind / 2;
    private static readonly HitKind Kind = new("secret.url-password", "secrets", "A password in an address.");
    private static readonly SearchValues<string> Marks = SearchValues.Create([Mark, EscapedMark], StringComparison.Ordinal);

    public override string Name => "secrets";

    public override bool Wakes(ReadOnlySpan<char> text, int added)
    {
        foreach (var c in text[added..])
        {
            if (Ends(c))
            {
                return true;
            }
        }

        return false;
    }

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (at < text.Length && text.Chars[at..].IndexOfAny(Marks) is >= 0 and var offset)
        {
            var mark = at + offset;
            var start = mark + (text.Chars[mark + 1] == '/' ? Mark.Length : EscapedMark.Length);
            var hit = Match(ref text, mark, start);
            if (text.NeedsMore())
            {
                return mark;
            }

            if (hit.Length > 0)
            {
                hits.Add(hit);
            }

            at = start;
        }

        at = Math.Min(at, text.Length);
        return text.Final ? text.Length : text.Length - Math.Max(PrivateKeyDetector.PartOf(text.Chars[at..], Mark), PrivateKeyDetector.PartOf(text.Chars[at..], EscapedMark));
    }

    /// <summary>Whether the <c>@</c> at <paramref name="sign"/> stands in or right behind a password that is found: it is then no e-mail address's.</summary>
    public static bool Covers(ref SpanText text, int sign)
    {
        var start = sign;
        while (start > 0 && sign - start < MaxLookBack && !Ends(text[start - 1]))
        {
            start--;
        }

        var before = text.Chars[..start];
        var mark = start - (before.EndsWith(Mark) ? Mark.Length : before.EndsWith(EscapedMark) ? EscapedMark.Length : 0);
        return mark < start && Match(ref text, mark, start) is { Length: > 0 } hit && hit.Start <= sign && sign <= hit.End;
    }

    /// <summary>The password of the address whose scheme ends at <paramref name="mark"/> and whose authority starts at <paramref name="start"/>.</summary>
    private static Hit Match(ref SpanText text, int mark, int start)
    {
        if (!CharSet.Alphanumeric.Contains(text[mark - 1]))
        {
            return default;
        }

        // The authority ends where a path, a quotation mark or white space begins; its last @ ends the password.
        var (end, colon, sign) = (start, 0, 0);
        for (; end < start + MaxAuthority && !Ends(text[end]); end++)
        {
            colon = colon == 0 && text[end] == ':' ? end : colon;
            sign = text[end] == '@' ? end : sign;
        }

        if (text.Touched || colon == 0 || sign - colon - 1 < MinPassword || end == start + MaxAuthority || !IsHost(ref text, sign + 1))
        {
            return default;
        }

        var password = text.Chars[(colon + 1)..sign];
        return IsPlaceholder(password, text.Chars[start..colon]) ? default : new Hit(colon + 1, password.Length, Kind, 0.8);
    }

    // docker://image:1.27@sha256:… names an image by its digest.
    private static bool IsHost(ref SpanText text, int at) => (CharSet.Alphanumeric.Contains(text[at]) || text[at] == '[') && !text.StartsWith(at, "sha256:") && !text.StartsWith(at, "sha512:");

    // Words that say what stands here; a digit makes it somebody's own. And the name said twice, as in postgres:postgres.
    private static bool IsPlaceholder(ReadOnlySpan<char> password, ReadOnlySpan<char> user) =>
        Placeholders.IsVariable(password) || password.Equals(user, StringComparison.OrdinalIgnoreCase) || (!password.ContainsAnyInRange('0', '9') && Placeholders.IsWord(password));

    private static bool Ends(char c) => c is <= ' ' or '/' or '?' or '#' or '"' or '\'' or '`' or '<' or '>' or '\\' or '\u007F' or '\u00A0';
}
