namespace Bartizan.Guard.Injection.Evaluation;

/// <summary>How a model did on labelled rows.</summary>
/// <param name="Sources">One entry for each source, label and channel, in that order.</param>
/// <param name="Overall">All rows together.</param>
public sealed record EvaluationReport(IReadOnlyList<SourceResult> Sources, OverallResult Overall);

/// <summary>The rows of one source with one label.</summary>
public sealed record SourceResult
{
    public required string Source { get; init; }

    public required string Label { get; init; }

    /// <summary><c>user</c> or <c>data</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Rows.</summary>
    public required int N { get; init; }

    /// <summary>Rows at or above the model's threshold to annotate.</summary>
    public required int Flagged { get; init; }

    /// <summary>Share of rows at or above the model's threshold to annotate.</summary>
    public required double FlaggedRate { get; init; }

    /// <summary>Share of rows at or above the model's threshold to block.</summary>
    public required double BlockedRate { get; init; }

    /// <summary>Share of rows above the score that 1 % of the channel's benign rows exceed: recall for attacks, false alarms for benign rows.</summary>
    public required double RecallAt1 { get; init; }

    /// <summary>The same at 0.1 %.</summary>
    public required double RecallAt01 { get; init; }

    /// <summary>Area under the ROC curve against the channel's benign rows; null for benign sources.</summary>
    public required double? Auc { get; init; }
}

/// <summary>All rows.</summary>
public sealed record OverallResult
{
    /// <summary>Rows.</summary>
    public required int N { get; init; }

    /// <summary>Attacks among them.</summary>
    public required int Attacks { get; init; }

    /// <summary>Share of rows judged as labelled, at the model's thresholds.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Share of flagged rows that are attacks; null when nothing is flagged.</summary>
    public required double? Precision { get; init; }

    /// <summary>Share of attacks flagged; null without attacks.</summary>
    public required double? Recall { get; init; }

    /// <summary>Share of other rows flagged; null without them.</summary>
    public required double? Fpr { get; init; }

    /// <summary>Share of attacks at or above the threshold to block; null without attacks.</summary>
    public required double? BlockedRecall { get; init; }

    /// <summary>Share of other rows at or above the threshold to block; null without them.</summary>
    public required double? BlockedFpr { get; init; }

    /// <summary>Area under the ROC curve within channels, weighted by their attacks.</summary>
    public required double? Auc { get; init; }

    /// <summary>Recall when 1 % of each channel's benign rows are false alarms; null without attacks.</summary>
    public required double? RecallAt1 { get; init; }

    /// <summary>Recall when 0.1 % are.</summary>
    public required double? RecallAt01 { get; init; }
}
