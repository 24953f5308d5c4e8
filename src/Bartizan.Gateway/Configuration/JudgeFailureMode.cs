namespace Bartizan.Gateway.Configuration;

/// <summary>What holds for a text on which the judge gave no verdict.</summary>
public enum JudgeFailureMode
{
    /// <summary>The text counts as one that could not be inspected, which policy refuses unless a permit says otherwise.</summary>
    Closed,

    /// <summary>What the injection model found stands.</summary>
    Open,
}
