using System.Globalization;

namespace Bartizan.Guard.Normalization;

/// <summary>
/// Makes letters that only look Latin Latin: where a word mixes them with Latin ones, or where the whole text holds none that could not be
/// mistaken (so that it is English in disguise, not Russian or Greek).
/// </summary>
internal static class Confusables
{
    /// <summary>Replaces in place; returns whether anything changed.</summary>
    public static bool Replace(List<(int Point, int Source)> points)
    {
        var (genuine, alike) = Count(points);
        var disguised = genuine == 0 && alike >= 3;
        var changed = false;
        for (var start = 0; start < points.Count;)
        {
            var end = start;
            var latin = false;
            while (end < points.Count && IsLetter(points[end].Point))
            {
                latin |= points[end].Point < 0x250;
                end++;
            }

            for (var i = start; i < end; i++)
            {
                if (points[i].Point < 128)
                {
                    continue;
                }

                var letter = LookAlikes.OfStyle(points[i].Point);
                letter = letter != '\0' && (points[i].Point < 0x1F1E6 || end - start >= 3) ? letter
                    : latin || disguised ? LookAlikes.OfScript(points[i].Point)
                    : '\0';
                if (letter != '\0')
                {
                    points[i] = (letter, points[i].Source);
                    changed = true;
                }
            }

            start = Math.Max(end, start + 1);
        }

        return changed;
    }

    private static (int Genuine, int Alike) Count(List<(int Point, int Source)> points)
    {
        var (genuine, alike) = (0, 0);
        foreach (var (point, _) in points)
        {
            if (LookAlikes.IsMixableScript(point))
            {
                _ = LookAlikes.OfScript(point) == '\0' ? genuine++ : alike++;
            }
        }

        return (genuine, alike);
    }

    private static bool IsLetter(int point) => point switch
    {
        < 128 => char.IsAsciiLetter((char)point),
        >= 0x1F150 and <= 0x1F1FF => true,
        < 0x10000 => char.IsLetter((char)point),
        _ => CharUnicodeInfo.GetUnicodeCategory(point) <= UnicodeCategory.OtherLetter,
    };
}
