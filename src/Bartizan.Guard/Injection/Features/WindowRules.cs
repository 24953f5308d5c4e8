namespace Bartizan.Guard.Injection.Features;

/// <summary>
/// How a text is cut into units and windows. A unit is a sentence, line or cell, or a stretch of a longer one; a window is a run of
/// whole units. Windows are what is scored, so that a few planted words are not thinned out by the page around them.
/// </summary>
internal static class WindowRules
{
    /// <summary>A window's greatest length, in UTF-16 units from its first word to its last.</summary>
    public const int LongestWindow = 200;

    /// <summary>A unit is closed at the next word once it is this long.</summary>
    public const int LongestUnit = 64;

    /// <summary>A text with fewer words is not judged; a unit with fewer is joined to the next, and is no window by itself where none follows. At least 2: an n-gram then reaches back over one unit border at most.</summary>
    public const int FewestWords = 3;

    /// <summary>Most units a window can have: a ring of this many is enough to see every window.</summary>
    public const int MostUnits = 64;

    /// <summary>Whether a unit that began at <paramref name="unitFrom"/> ends before this word.</summary>
    public static bool Ends(in Word word, int unitFrom, int unitWords) =>
        (word.OpensUnit && unitWords >= FewestWords) || (word.From - unitFrom >= LongestUnit && unitWords >= 2);
}
