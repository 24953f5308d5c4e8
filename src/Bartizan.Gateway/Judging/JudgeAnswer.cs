namespace Bartizan.Gateway.Judging;

/// <summary>What came of a question: a score, or why there is none.</summary>
/// <param name="Score">0 to 1; null when the judge did not answer as it must.</param>
/// <param name="Failure">Why not, in a sentence without any of the text; empty when it did.</param>
internal readonly record struct JudgeAnswer(double? Score, string Failure)
{
    public static JudgeAnswer Failed(string why) => new(null, why);
}
