using System.Globalization;
using System.Text.Json.Serialization;

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

    /// <summary>What is added to the log-odds of a user text's best window when it is taken alone, without the whole text; at most 0.</summary>
    public required double UserWindowAlone { get; init; }

    /// <summary>Thresholds of the user channel.</summary>
    public required InjectionThresholds User { get; init; }

    /// <summary>Thresholds of the data channel.</summary>
    public required InjectionThresholds Data { get; init; }
}

/// <summary>
/// How a head's sum becomes log-odds: <c>Scale · Σ(weights) / √(features + 5) + Bias</c>. Scale joins the size of a quantisation step and
/// the slope of Platt's calibration, Bias the head's own bias and the calibration's intercept.
/// </summary>
/// <param name="Scale">Log-odds of one quantisation step; above zero.</param>
/// <param name="Bias">Log-odds of a text without known features.</param>
public sealed record InjectionHead(double Scale, double Bias)
{
    /// <summary>The head whose log-odds are those of this one put through a line.</summary>
    internal InjectionHead Through(double slope, double intercept) => new(slope * Scale, (slope * Bias) + intercept);
}

/// <summary>The two thresholds of a channel.</summary>
/// <param name="Annotate">From here on a finding is made.</param>
/// <param name="Block">From here on the finding is certain enough to refuse the text.</param>
public sealed record InjectionThresholds(InjectionThreshold Annotate, InjectionThreshold Block)
{
    /// <summary>Where they come from, as findings say it; no part of a model file.</summary>
    [JsonIgnore]
    public string Source
    {
        get => field ?? string.Create(CultureInfo.InvariantCulture, $"from {Annotate.Rows} benign rows, as the model ships");
        init;
    }
}

/// <summary>A threshold, and how it was chosen.</summary>
/// <param name="Score">The least probability that reaches it.</param>
/// <param name="FalseAlarms">The share of benign rows that reach it.</param>
/// <param name="Rows">How many benign rows that share was measured on.</param>
/// <param name="Rule">How it was chosen, in a sentence.</param>
public sealed record InjectionThreshold(double Score, double FalseAlarms, int Rows, string Rule);
