namespace Bartizan.Guard.Injection.Scoring;

/// <summary>The two log-odds a text is judged by; the higher counts.</summary>
/// <param name="Blend">Of the whole text with its best window; negative infinity in the data channel.</param>
/// <param name="Window">Of its best window alone.</param>
internal readonly record struct ChannelScores(double Blend, double Window)
{
    /// <summary>Of a text with too few words.</summary>
    public static readonly ChannelScores None = new(double.NegativeInfinity, double.NegativeInfinity);

    /// <summary>The higher of each.</summary>
    public ChannelScores Max(ChannelScores other) => new(Math.Max(Blend, other.Blend), Math.Max(Window, other.Window));
}
