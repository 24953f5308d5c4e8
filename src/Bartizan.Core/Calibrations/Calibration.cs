namespace Bartizan.Core.Calibrations;

/// <summary>Thresholds of the injection model in one channel, set from traffic that was recorded here.</summary>
public sealed record Calibration
{
    /// <summary>The system (tag <c>system</c> of agents) it is for; empty for all that have none of their own.</summary>
    public required string System { get; init; }

    /// <summary>The channel: <c>user</c> or <c>data</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Version and digest of the model: with another one it means nothing, and is not applied.</summary>
    public required string Model { get; init; }

    /// <summary>Score from which a finding is made, 0 to 1.</summary>
    public required double Annotate { get; init; }

    /// <summary>Score from which a finding is certain, 0 to 1.</summary>
    public required double Block { get; init; }

    /// <summary>Share of benign texts that may become findings, at 95 % confidence.</summary>
    public required double AnnotateBudget { get; init; }

    /// <summary>Share of benign texts that may become certain findings, at 95 % confidence.</summary>
    public required double BlockBudget { get; init; }

    /// <summary>Benign texts it was set from.</summary>
    public required long Rows { get; init; }

    /// <summary>Who set it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
