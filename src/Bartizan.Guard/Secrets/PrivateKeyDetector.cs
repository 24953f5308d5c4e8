using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Secrets;

/// <summary>Private keys in PEM (RFC 7468) and OpenPGP armour, from BEGIN to END; a key that never ends is cut at <see cref="MaxLength"/>.</summary>
internal sealed class PrivateKeyDetector : SpanDetector
{
    /// <summary>Held at most; a 16,384-bit RSA key takes 12,700 characters.</summary>
    public const int MaxLength = 16 * 1024;

    private const string Begin = "-----BEGIN ";
    private const string EndMark = "-----END ";
    private const int MinBody = 32;
    private static readonly HitKind Kind = new("secret.private-key", "secrets", "A private key block.");
    private static readonly CharSet Header = CharSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ");
    private static readonly CharSet Body = CharSet.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\t \\\"',:-%&;>|#*");

    // What else stands in the lines before the key: Version: GnuPG v2.4.5 (GNU/Linux).
    private const int ArmourHeaders = 160;
    private static readonly CharSet ArmourHeader = CharSet.Of(".()_@<");

    public override string Name => "secrets";

    public override bool Wakes(ReadOnlySpan<char> text, int added) =>
        !Body.ContainsAll(text[added..]) || text[Math.Max(0, added - EndMark.Length)..].Contains(EndMark, StringComparison.Ordinal);

    public override int Scan(ref SpanText text, int from, List<Hit> hits)
    {
        var at = from;
        while (at < text.Length && text.Chars[at..].IndexOf(Begin) is >= 0 and var offset)
        {
            var start = at + offset;
            var length = Match(ref text, start);
            if (text.NeedsMore())
            {
                return start;
            }

            if (length > 0)
            {
                hits.Add(new Hit(start, length, Kind, 0.99));
            }

            at = start + Math.Max(length, Begin.Length);
        }

        return text.Final ? text.Length : Math.Max(at, text.Length - PartOf(text.Chars[at..], Begin));
    }

    private static int Match(ref SpanText text, int start)
    {
        var name = start + Begin.Length;
        var body = name + text.Run(name, Header, 40);
        if (!text.StartsWith(body, "-----") || !text.Chars[name..body].Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return 0;
        }

        var pgp = text.Chars[name..body].StartsWith("PGP ");
        body += 5;
        var limit = start + MaxLength;
        var dense = 0;
        for (var at = body; at < limit; at++)
        {
            var c = text[at];
            if (c == '-' && text.StartsWith(at, EndMark))
            {
                var tail = at + EndMark.Length;
                tail += text.Run(tail, Header, 40);
                return dense < MinBody ? 0 : (text.StartsWith(tail, "-----") ? tail + 5 : tail) - start;
            }

            if (!Body.Contains(c) && !(pgp && at - body < ArmourHeaders && ArmourHeader.Contains(c)))
            {
                return dense < MinBody ? 0 : at - start;
            }

            dense += CharSet.Base64.Contains(c) ? 1 : 0;
        }

        return MaxLength;
    }

    /// <summary>Length of the longest end of <paramref name="text"/> that begins <paramref name="word"/>.</summary>
    internal static int PartOf(ReadOnlySpan<char> text, ReadOnlySpan<char> word)
    {
        for (var length = Math.Min(word.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(word[..length]))
            {
                return length;
            }
        }

        return 0;
    }
}
