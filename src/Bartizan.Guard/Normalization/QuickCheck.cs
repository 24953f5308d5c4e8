using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Normalization;

/// <summary>Tells, without allocating, that normalisation would change nothing: true of nearly all honest text in any language.</summary>
internal static class QuickCheck
{
    [Flags]
    private enum Traits : byte
    {
        None = 0,

        /// <summary>A letter of a script that has look-alikes of Latin letters, and is none itself.</summary>
        Genuine = 1,

        /// <summary>A letter that looks Latin and is not.</summary>
        Alike = 2,

        /// <summary>A Latin letter: with one of the above it says more than <see cref="Latin"/>.</summary>
        Latin = 4,

        /// <summary>Normalisation may change it, or it is half of a character.</summary>
        Doubtful = 8,
    }

    private static readonly CharTable<Traits> Units = new(static c => char.IsSurrogate(c) ? Traits.Doubtful : TraitsOf(c));

    /// <summary>False when in doubt.</summary>
    public static bool IsNormal(ReadOnlySpan<char> text)
    {
        var (genuine, alike) = (0, 0);
        var previous = Traits.None;
        for (var at = Math.Max(0, text.IndexOfAnyExceptInRange('\0', '\x7F') - 1); at < text.Length; at++)
        {
            var traits = Units[text[at]];
            if (traits == Traits.Doubtful)
            {
                var pair = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
                traits = TraitsOf(pair ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at]);
                if (traits == Traits.Doubtful)
                {
                    return false;
                }

                at += pair ? 1 : 0;
            }

            // A letter that could be mistaken right beside a Latin one.
            if ((traits | previous) > Traits.Latin)
            {
                return false;
            }

            genuine += traits == Traits.Genuine ? 1 : 0;
            alike += traits == Traits.Alike ? 1 : 0;
            previous = traits;
        }

        return genuine > 0 || alike < 3;
    }

    private static Traits TraitsOf(int point) =>
        point < 128 ? char.IsAsciiLetter((char)point) ? Traits.Latin : Traits.None
        : !UnicodeTables.IsStable(point) || Invisibles.StepFor(point) is not null || LookAlikes.OfStyle(point) != '\0' ? Traits.Doubtful
        : LookAlikes.IsMixableScript(point) ? LookAlikes.OfScript(point) == '\0' ? Traits.Genuine : Traits.Alike
        : point < 0x250 && char.IsLetter((char)point) ? Traits.Latin
        : Traits.None;
}
