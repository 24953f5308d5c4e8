namespace Bartizan.Guard.Normalization;

/// <summary>Tells, without allocating, that normalisation would change nothing: true of nearly all honest text in any language.</summary>
internal static class QuickCheck
{
    /// <summary>False when in doubt.</summary>
    public static bool IsNormal(ReadOnlySpan<char> text)
    {
        var (genuine, alike) = (0, 0);
        for (var at = 0; ; at++)
        {
            var next = text[at..].IndexOfAnyExceptInRange('\0', '\x7F');
            if (next < 0)
            {
                return genuine > 0 || alike < 3;
            }

            at += next;
            int point = text[at];
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                point = char.ConvertToUtf32(text[at], text[at + 1]);
                at++;
            }

            if (!UnicodeTables.IsStable(point) || Invisibles.StepFor(point) is not null || LookAlikes.OfStyle(point) != '\0')
            {
                return false;
            }

            if (LookAlikes.IsMixableScript(point))
            {
                if ((at > 0 && IsLatin(text[at - 1])) || (at + 1 < text.Length && IsLatin(text[at + 1])))
                {
                    return false;
                }

                _ = LookAlikes.OfScript(point) == '\0' ? genuine++ : alike++;
            }
        }
    }

    private static bool IsLatin(char c) => c < 0x250 && char.IsLetter(c);
}
