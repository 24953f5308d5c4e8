namespace Bartizan.Gateway.Judging;

/// <summary>The answer to a question to the judge.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Score">0 to 1; 0 where there is none.</param>
/// <param name="Failure">Why there is none, in a sentence without any of the text; empty where there is one.</param>
/// <param name="Took">How long it took; zero where nobody was asked.</param>
internal readonly record struct JudgeAnswer(JudgeOutcome Outcome, double Score, string Failure, TimeSpan Took)
{
    /// <summary>Whether this shows that the judge is up, or that it is down; null where it shows neither.</summary>
    public bool? IsUp { get; init; }

    /// <summary>Whether the judge gave a score.</summary>
    public bool IsVerdict => Outcome is JudgeOutcome.Answered or JudgeOutcome.Remembered;

    public static JudgeAnswer Of(double score) => new(JudgeOutcome.Answered, score, "", default) { IsUp = true };

    public static JudgeAnswer Failed(JudgeOutcome outcome, string why, bool? isUp = null) => new(outcome, 0, why, default) { IsUp = isUp };
}
