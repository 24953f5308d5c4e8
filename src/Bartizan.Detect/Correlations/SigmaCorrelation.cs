using Bartizan.Detect.Conditions;
using Bartizan.Detect.Rules;
using Bartizan.Detect.Values;

namespace Bartizan.Detect.Correlations;

/// <summary>The kinds of correlation (Sigma correlation rules specification 2.1, "Correlation Types"; the median is percentile 50).</summary>
internal enum CorrelationKind
{
    EventCount,
    ValueCount,
    Temporal,
    TemporalOrdered,
    ValueSum,
    ValueAverage,
    ValuePercentile,
    ValueMedian,
}

/// <summary>A correlation as it was written.</summary>
internal sealed record SigmaCorrelation
{
    public required RuleOrigin Origin { get; init; }

    public required CorrelationKind Kind { get; init; }

    /// <summary>References to rules and correlations, with the lines they stand on.</summary>
    public required IReadOnlyList<(string Name, int Line, int Column)> Rules { get; init; }

    public required IReadOnlyList<string> GroupBy { get; init; }

    /// <summary>Milliseconds within which the events lie; one exactly that old still counts.</summary>
    public required long Timespan { get; init; }

    /// <summary>What the number must be; all of them hold. Of temporal ones the number of rules seen; none there for all of the rules.</summary>
    public required IReadOnlyList<(Operator Operator, double Number)> Bounds { get; init; }

    /// <summary>The fields whose values are counted, added up or ranked.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Which percentile; null where the share of the newest value among all is meant.</summary>
    public double? Percentile { get; init; }

    /// <summary>A condition over names of rules, in place of a number.</summary>
    public ConditionNode? Condition { get; init; }

    /// <summary>By alias: the field that stands for it in the events of each rule, by the rule's reference.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Aliases { get; init; }

    /// <summary>Whether the rules it refers to report on their own as well.</summary>
    public bool Generate { get; init; }
}
