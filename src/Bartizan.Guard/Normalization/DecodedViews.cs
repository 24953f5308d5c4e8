using System.Text;
using Bartizan.Guard.Secrets;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Normalization;

/// <summary>
/// Opens encoded spans of a text, two levels deep: base64, base64url and hex runs that decode to readable text, and stretches of percent, HTML
/// and backslash escapes. Bounded in number and size.
/// </summary>
internal static class DecodedViews
{
    private const int MaxViews = 16;
    private const int MaxRun = 8192;
    private const int MinEscapes = 4;
    private const int MaxGap = 16;
    private static readonly CharSet Padding = CharSet.Of("=");

    /// <summary>What the encoded spans say; those of the second level stand behind the first, at the place of the span they came from.</summary>
    public static IReadOnlyList<DecodedView> Of(ReadOnlySpan<char> text)
    {
        if (OneLevel(text) is not { } views)
        {
            return [];
        }

        for (int i = 0, first = views.Count; i < first && views.Count < MaxViews; i++)
        {
            var outer = views[i];
            foreach (var inner in (OneLevel(outer.Text.Span) ?? []).Take(MaxViews - views.Count))
            {
                views.Add(outer with { Encoding = $"{inner.Encoding} in {outer.Encoding}", Text = inner.Text });
            }
        }

        return views;
    }

    private static List<DecodedView>? OneLevel(ReadOnlySpan<char> text)
    {
        List<DecodedView>? views = null;
        var at = 0;
        while (TokenRuns.TryFind(text, at, out var start, out var end) && (views?.Count ?? 0) < MaxViews)
        {
            at = end;
            var view = new SpanText(text, final: true);
            end = end < text.Length && text[end] == '=' ? end + view.Run(end, Padding, 2) : start + text[start..end].TrimEnd('.').Length;
            if (end - start <= MaxRun && Decoder.TryDecode(text[start..end], out var decoded, out var encoding))
            {
                (views ??= []).Add(new DecodedView(encoding, Plain(decoded), start, end - start));
            }
        }

        if (text.ContainsAny('%', '&', '\\'))
        {
            OpenEscapes(text, ref views);
        }

        if (WholeTextCiphers.Open(text) is var (cipher, opened))
        {
            (views ??= []).Add(new DecodedView(cipher, Plain(opened), 0, text.Length));
        }

        if (SpacedLetters.Open(text) is { } joined)
        {
            (views ??= []).Add(new DecodedView("spaced", Plain(joined), 0, text.Length));
        }

        return views;
    }

    private static void OpenEscapes(ReadOnlySpan<char> text, ref List<DecodedView>? views)
    {
        var view = new SpanText(text, final: true);
        for (var at = Folder.PlainLength(text); at < text.Length && (views?.Count ?? 0) < MaxViews;)
        {
            if (Escapes.Read(ref view, at, out _, out var encoding) == 0)
            {
                at++;
            }
            else
            {
                at = OpenStretch(ref view, at, encoding, ref views);
            }

            at += at < text.Length ? Folder.PlainLength(text[at..]) : 0;
        }
    }

    /// <summary>Reads escapes and the little that stands between them; returns one past the last escape.</summary>
    private static int OpenStretch(ref SpanText text, int start, string encoding, ref List<DecodedView>? views)
    {
        var bytes = new List<byte>();
        var (count, end, kept) = (0, start, 0);
        for (var at = start; at < text.Length && at - end <= MaxGap && bytes.Count < MaxRun;)
        {
            var length = Escapes.Read(ref text, at, out var point, out var by);
            if (length == 0)
            {
                Append(bytes, text[at] is var c && char.IsSurrogate(c) ? 0xFFFD : c);
                at++;
                continue;
            }

            if (by == "percent")
            {
                bytes.Add((byte)point);
            }
            else
            {
                Append(bytes, point);
            }

            count++;
            at += length;
            (end, kept) = (at, bytes.Count);
        }

        if (count >= MinEscapes)
        {
            (views ??= []).Add(new DecodedView(encoding, Plain(Encoding.UTF8.GetString(bytes.ToArray(), 0, kept)), start, end - start));
        }

        return end;
    }

    private static void Append(List<byte> bytes, int point)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var rune = Rune.IsValid(point) ? new Rune(point) : Rune.ReplacementChar;
        foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
        {
            bytes.Add(b);
        }
    }

    private static ReadOnlyMemory<char> Plain(string decoded) => Ascii.IsValid(decoded) ? decoded.AsMemory() : TextNormalizer.NormalizeFlat(decoded);
}
