using System.Text.Json.Serialization;

namespace Bartizan.Core.Exchanges;

/// <summary>What an inspector says of a span of a segment. Never holds the text it was found in.</summary>
public sealed record Finding
{
    private const string Except = " except ";

    /// <summary>Dotted label, family first: <c>pii.email</c>, <c>secret.aws-access-key</c>, <c>injection</c>.</summary>
    public required string Label { get; init; }

    /// <summary>How sure the inspector is, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary><see cref="Segment.Index"/> of the segment.</summary>
    public required int Segment { get; init; }

    /// <summary>First UTF-16 unit of the span in the segment's original text.</summary>
    public required int Start { get; init; }

    /// <summary>UTF-16 units in the span.</summary>
    public required int Length { get; init; }

    /// <summary>Why it fired, in a sentence for people, without the matched text.</summary>
    public required string Reason { get; init; }

    /// <summary>Name of the inspector that made it.</summary>
    public required string Inspector { get; init; }

    /// <summary>Normalisations that were needed to see it, such as <c>base64</c> or <c>zero-width</c>; empty when it stood in plain sight.</summary>
    public IReadOnlyList<string> Normalisations { get; init; } = [];

    /// <summary>What of the text made the score, largest first; empty for exact matches.</summary>
    public IReadOnlyList<Contribution> Contributions { get; init; } = [];

    /// <summary>The token that stands there, when masking put it there in this session and may have to restore it; null for everything else. Not recorded.</summary>
    [JsonIgnore]
    public string? Token { get; init; }

    /// <summary>
    /// Whether label <paramref name="label"/> is <paramref name="pattern"/>, or lies in the family <c>family.*</c>, or the pattern is <c>*</c>;
    /// <c>pii.* except pii.person pii.address</c> is the family without those.
    /// </summary>
    public static bool LabelMatches(ReadOnlySpan<char> label, ReadOnlySpan<char> pattern)
    {
        var except = pattern.IndexOf(Except);
        if (except < 0)
        {
            return IsIn(label, pattern);
        }

        var exceptions = pattern[(except + Except.Length)..];
        foreach (var part in exceptions.Split(' '))
        {
            if (IsIn(label, exceptions[part]))
            {
                return false;
            }
        }

        return IsIn(label, pattern[..except]);
    }

    /// <summary>The part of a label before its first dot.</summary>
    public static string Family(string label)
    {
        var dot = label.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? label : label[..dot];
    }

    private static bool IsIn(ReadOnlySpan<char> label, ReadOnlySpan<char> pattern) =>
        pattern is "*"
        || label.SequenceEqual(pattern)
        || (pattern.EndsWith(".*") && label.StartsWith(pattern[..^1]));
}

/// <summary>One feature's additive share of a score.</summary>
/// <param name="Feature">The feature as people can read it, e.g. the n-gram <c>ignore previous</c>.</param>
/// <param name="Weight">Its share in log-odds; the shares and the bias sum to the score before the logistic function.</param>
/// <param name="Start">First UTF-16 unit in the segment's original text where it stands, or -1.</param>
/// <param name="Length">UTF-16 units it covers there.</param>
public sealed record Contribution(string Feature, double Weight, int Start, int Length);
