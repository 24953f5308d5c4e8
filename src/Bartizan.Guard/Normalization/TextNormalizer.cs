using System.Text;

namespace Bartizan.Guard.Normalization;

/// <summary>
/// Normalises a segment's text once for every inspector: invisible characters removed, tag characters decoded, NFKC, letters that only look Latin
/// made Latin, common encodings opened beside it. Independent of machine and culture.
/// </summary>
public static class TextNormalizer
{
    /// <summary>Normalises <paramref name="text"/>; plain ASCII comes back as the same memory.</summary>
    public static NormalizedText Normalize(ReadOnlyMemory<char> text)
    {
        if (Ascii.IsValid(text.Span) || QuickCheck.IsNormal(text.Span))
        {
            return new NormalizedText(text, text, null, [], DecodedViews.Of(text.Span));
        }

        var steps = new List<string>(2);
        var points = Fold(text.Span, steps);
        if (Confusables.Replace(points))
        {
            AddStep(steps, "confusables");
        }

        return steps.Count == 0
            ? new NormalizedText(text, text, null, [], DecodedViews.Of(text.Span))
            : Assemble(text, points, steps, DecodedViews.Of(text.Span));
    }

    /// <summary>The normalised text alone, without views.</summary>
    internal static ReadOnlyMemory<char> NormalizeFlat(string text)
    {
        var steps = new List<string>(2);
        var points = Fold(text, steps);
        Confusables.Replace(points);
        return Assemble(text.AsMemory(), points, steps, []).Text;
    }

    private static List<(int Point, int Source)> Fold(ReadOnlySpan<char> text, List<string> steps)
    {
        var builder = new NfkcBuilder();
        for (var at = 0; at < text.Length;)
        {
            int point = text[at];
            var taken = 1;
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                point = char.ConvertToUtf32(text[at], text[at + 1]);
                taken = 2;
            }

            if (Invisibles.StepFor(point) is { } step)
            {
                AddStep(steps, step);
                if (point is >= 0xE0020 and <= 0xE007E)
                {
                    builder.Add(point - 0xE0000, at);
                }
            }
            else if (builder.Add(point, at))
            {
                AddStep(steps, "nfkc");
            }

            at += taken;
        }

        builder.Flush();
        return Unchanged(builder.Points, text, steps);
    }

    // A decomposition that composes to the same again, such as é, changed nothing; a composition without one, such as e and an acute, did.
    private static List<(int Point, int Source)> Unchanged(List<(int Point, int Source)> points, ReadOnlySpan<char> text, List<string> steps)
    {
        if (steps.Count > 0 && !(steps.Count == 1 && steps[0] == "nfkc"))
        {
            return points;
        }

        var at = 0;
        var same = true;
        foreach (var (point, _) in points)
        {
            same = same && at < text.Length && (point < 0x10000 ? text[at] == point : at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) && char.ConvertToUtf32(text[at], text[at + 1]) == point);
            at += point < 0x10000 ? 1 : 2;
        }

        steps.Clear();
        if (!same || at != text.Length)
        {
            steps.Add("nfkc");
        }

        return points;
    }

    private static NormalizedText Assemble(ReadOnlyMemory<char> original, List<(int Point, int Source)> points, List<string> steps, IReadOnlyList<DecodedView> views)
    {
        var text = new char[points.Count * 2];
        var map = new int[(points.Count * 2) + 1];
        var count = 0;
        foreach (var (point, source) in points)
        {
            map[count] = source;
            if (point < 0x10000)
            {
                text[count++] = (char)point;
                continue;
            }

            map[count + 1] = source;
            text[count++] = (char)(0xD800 + ((point - 0x10000) >> 10));
            text[count++] = (char)(0xDC00 + ((point - 0x10000) & 0x3FF));
        }

        map[count] = original.Length;
        Array.Resize(ref map, count + 1);
        return new NormalizedText(original, text.AsMemory(0, count), map, steps, views);
    }

    private static void AddStep(List<string> steps, string step)
    {
        if (!steps.Contains(step))
        {
            steps.Add(step);
        }
    }
}
