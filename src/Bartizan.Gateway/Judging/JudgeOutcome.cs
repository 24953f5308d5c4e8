namespace Bartizan.Gateway.Judging;

/// <summary>What came of a question to the judge.</summary>
internal enum JudgeOutcome
{
    /// <summary>It gave a score.</summary>
    Answered,

    /// <summary>It gave a score for the same text before.</summary>
    Remembered,

    /// <summary>The text is too long, or one of too many.</summary>
    NotAsked,

    /// <summary>It failed so often lately that it is left alone.</summary>
    Resting,

    /// <summary>It did not answer in time.</summary>
    Timeout,

    /// <summary>It could not be reached, or broke off.</summary>
    Unreachable,

    /// <summary>It answered with another status than 200.</summary>
    Status,

    /// <summary>Its answer is larger than is read.</summary>
    TooLarge,

    /// <summary>Its answer holds no score.</summary>
    Unreadable,
}
