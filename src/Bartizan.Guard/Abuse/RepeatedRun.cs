using System.Buffers;

namespace Bartizan.Guard.Abuse;

/// <summary>Finds a short run of characters that is said over and over.</summary>
internal static class RepeatedRun
{
    /// <summary>Repetitions that are no accident and no drawing.</summary>
    public const int Repetitions = 1_000;

    private const int LongestUnit = 64;
    private const int Shortest = 2 * Repetitions;

    // Rulers, padding and pictures are lines of such.
    private static readonly SearchValues<char> Drawing = SearchValues.Create(" \t\r\n-=_*#.~+|<>/\\0\u2500\u2501\u2550");

    /// <summary>Finds the first; <paramref name="unit"/> is the length of what is repeated.</summary>
    public static bool Find(ReadOnlySpan<char> text, out int start, out int length, out int unit)
    {
        (start, length, unit) = (0, 0, 0);
        if (text.Length < Shortest)
        {
            return false;
        }

        // A run of enough repetitions covers one of these places and what stands before it, so that each is looked at once.
        for (var place = Repetitions; place + LongestUnit < text.Length; place += Repetitions / 2)
        {
            unit = UnitAt(text, place);
            if (unit == 0)
            {
                continue;
            }

            var first = place;
            while (first > 0 && text[first - 1] == text[first - 1 + unit])
            {
                first--;
            }

            var end = place + unit;
            while (end < text.Length && text[end] == text[end - unit])
            {
                end++;
            }

            if (end - first >= (long)unit * Repetitions && text.Slice(first, unit).IndexOfAnyExcept(Drawing) >= 0)
            {
                (start, length) = (first, end - first);
                return true;
            }

            place = Math.Max(place, end - (Repetitions / 2));
        }

        return false;
    }

    // The shortest unit that repeats at once over a stretch.
    private static int UnitAt(ReadOnlySpan<char> text, int place)
    {
        for (var unit = 1; unit <= LongestUnit && place + (4 * unit) <= text.Length; unit++)
        {
            if (text[place] == text[place + unit] && text.Slice(place, 3 * unit).SequenceEqual(text.Slice(place + unit, 3 * unit)))
            {
                return unit;
            }
        }

        return 0;
    }
}
