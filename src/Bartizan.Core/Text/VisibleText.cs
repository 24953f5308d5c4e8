using System.Globalization;
using System.Text;

namespace Bartizan.Core.Text;

/// <summary>Text that somebody else chose, as it may be shown to people: what they could not see, or what would act on a terminal, is spelt out as <c>&lt;U+200B&gt;</c>.</summary>
public static class VisibleText
{
    /// <summary>The text with such characters spelt out.</summary>
    public static string Of(string text) => string.Concat(text.EnumerateRunes().Select(r => IsHidden(r) ? $"<U+{r.Value:X4}>" : r.ToString()));

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
