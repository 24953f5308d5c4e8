namespace Bartizan.Guard.Injection;

/// <summary>What a model file says of itself, before the weights.</summary>
public sealed record InjectionModelHeader
{
    /// <summary>The model's version, chosen by who trains it.</summary>
    public required string Version { get; init; }

    /// <summary>Base-2 logarithm of the number of weights of each head.</summary>
    public required int TableBits { get; init; }

    /// <summary>Seed of the training.</summary>
    public required ulong Seed { get; init; }

    /// <summary>SHA-256 over the training rows (channel, label and text of each, in order), lower-case hex.</summary>
    public required string DataDigest { get; init; }

    /// <summary>Rows trained on.</summary>
    public required int Rows { get; init; }

    /// <summary>Attacks among them.</summary>
    public required int Attacks { get; init; }

    /// <summary>The command that made the file.</summary>
    public required string Command { get; init; }

    /// <summary>The head over the whole text of the user channel.</summary>
    public required InjectionHead UserWhole { get; init; }

    /// <summary>The head over windows of the user channel.</summary>
    public required InjectionHead UserWindow { get; init; }

    /// <summary>The head over windows of the data channel.</summary>
    public required InjectionHead DataWindow { get; init; }

    /// <summary>Threshold of the user channel.</summary>
    public required InjectionThreshold User { get; init; }

    /// <summary>Threshold of the data channel.</summary>
    public required InjectionThreshold Data { get; init; }
}

/// <summary>
/// How a head's sum becomes log-odds: <c>Scale · Σ(weights) / √(features) + Bias</c>. Scale joins the size of a quantisation step and
/// the slope of Platt's calibration, Bias the head's own bias and the calibration's intercept.
/// </summary>
/// <param name="Scale">Log-odds of one quantisation step; above zero.</param>
/// <param name="Bias">Log-odds of a text without known features.</param>
public sealed record InjectionHead(double Scale, double Bias);

/// <summary>From which score on a channel's finding is made, and how that was chosen.</summary>
/// <param name="Score">The least probability that fires.</param>
/// <param name="FalseAlarms">The share of benign rows that reach it.</param>
/// <param name="Rows">How many benign rows that share was measured on.</param>
/// <param name="Rule">How it was chosen, in a sentence.</param>
public sealed record InjectionThreshold(double Score, double FalseAlarms, int Rows, string Rule);
