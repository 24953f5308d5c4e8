namespace Bartizan.Guard.Injection.Scoring;

/// <summary>
/// What a sum of weights is divided by: √(features + <see cref="Prior"/>), as if so many more features said nothing. One or two words
/// alone are thus weak evidence.
/// </summary>
internal static class InverseRoots
{
    /// <summary>Features that every text is taken to have besides its own.</summary>
    public const float Prior = 5;

    /// <summary>How many are in <see cref="Table"/>.</summary>
    public const int Length = 1024;

    /// <summary>The factors of the counts that windows have.</summary>
    public static readonly float[] Table = [.. Enumerable.Range(0, Length).Select(Of)];

    /// <summary>The factor for a count.</summary>
    public static float Of(int features) => 1 / MathF.Sqrt(features + Prior);
}
