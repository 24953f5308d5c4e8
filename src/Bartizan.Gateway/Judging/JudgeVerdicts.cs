using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Guard;
using Bartizan.Guard.Injection;

namespace Bartizan.Gateway.Judging;

/// <summary>Lets what the judge said take effect on what the guard found, and says so in sentences.</summary>
internal static class JudgeVerdicts
{
    /// <summary>Name under which findings and failures stand.</summary>
    public const string Inspector = "judge";

    /// <summary>Label of a note that the judge found a text harmless.</summary>
    public const string HarmlessLabel = "judge.harmless";

    /// <summary>Label of a note that the judge gave no verdict.</summary>
    public const string FailedLabel = "judge.failed";

    /// <summary>Notes on one message, the first ones: it may have tens of thousands of texts, and each note is recorded.</summary>
    public const int MostNotes = 256;

    /// <summary>What was found, as the judge leaves it.</summary>
    /// <param name="first">What the guard found.</param>
    /// <param name="judge">Who was asked.</param>
    /// <param name="band">About which scores.</param>
    /// <param name="questions">The texts.</param>
    /// <param name="answers">What the judge said of each.</param>
    public static InspectionResult Apply(
        InspectionResult first, HttpJudge judge, JudgeBand band, IReadOnlyList<JudgeQuestion> questions, IReadOnlyList<JudgeAnswer> answers)
    {
        List<Finding> attacks = [];
        HashSet<Finding> takenBack = new(ReferenceEqualityComparer.Instance);
        List<Finding> notes = [.. first.Notes];
        List<InspectorFailure> failures = [.. first.Failures];
        for (var i = 0; i < questions.Count; i++)
        {
            var (question, answer) = (questions[i], answers[i]);
            if (!answer.IsVerdict)
            {
                notes.Add(Failed(judge, band, question, answer));
                if (judge.Options.OnFailure == JudgeFailureMode.Closed)
                {
                    failures.Add(new InspectorFailure(Inspector, question.First.Segment, answer.Failure));
                }
            }
            else if (answer.Score >= judge.Options.AttackFrom)
            {
                attacks.Add(Attack(judge, band, question, answer));
            }
            else
            {
                List<Finding> own = [.. question.Findings.Where(f => Finding.Family(f.Label) == InjectionInspector.Label)];
                var shown = own.FindAll(question.Shows);
                takenBack.UnionWith(shown);
                notes.Add(Harmless(judge, band, question, answer, shown, own.Count - shown.Count));
            }
        }

        List<Finding> findings = [.. first.Findings.Where(f => !takenBack.Contains(f)), .. attacks];
        findings.Sort(FindingOrder.Compare);
        return first with { Findings = findings, Failures = failures, Notes = notes.Count <= MostNotes ? notes : notes[..MostNotes] };
    }

    private static Finding Attack(HttpJudge judge, JudgeBand band, JudgeQuestion question, in JudgeAnswer answer) => new()
    {
        Label = InjectionInspector.CertainLabel,
        Score = answer.Score,
        Segment = question.First.Segment,
        Start = 0,
        Length = question.Length,
        Reason = $"{Given(judge, answer)}, an attack. {Before(band, question)}",
        Inspector = Inspector,
    };

    private static Finding Harmless(HttpJudge judge, JudgeBand band, JudgeQuestion question, in JudgeAnswer answer, List<Finding> taken, int kept) => Note(
        HarmlessLabel,
        1 - answer.Score,
        question,
        $"{Given(judge, answer)}, harmless. {Before(band, question)}"
            + (taken.Count == 0 ? "" : $" Taken back: {string.Join(", ", taken.Select(f => f.Label + f.Score.ToString(" 0.000", CultureInfo.InvariantCulture)))}.")
            + (kept == 0 ? "" : " What was found in words that it was not shown stays."));

    private static Finding Failed(HttpJudge judge, JudgeBand band, JudgeQuestion question, in JudgeAnswer answer) => Note(
        FailedLabel,
        1,
        question,
        $"The judge {judge.Options.Model} gave no verdict on this text{(answer.Took == default ? "" : $" after {Milliseconds(answer)}")}. {answer.Failure} {Before(band, question)} "
            + (judge.Options.OnFailure == JudgeFailureMode.Closed ? "The text counts as not inspected." : "What the injection model found stands."));

    private static Finding Note(string label, double score, JudgeQuestion question, string reason) => new()
    {
        Label = label,
        Score = score,
        Segment = question.First.Segment,
        Start = 0,
        Length = 0,
        Reason = reason,
        Inspector = Inspector,
    };

    private static string Given(HttpJudge judge, in JudgeAnswer answer) => string.Create(
        CultureInfo.InvariantCulture,
        $"The judge {judge.Options.Model} gives this text {answer.Score:0.000} ({(answer.Outcome == JudgeOutcome.Remembered ? "remembered" : Milliseconds(answer))}; an attack from {judge.Options.AttackFrom:0.###})");

    private static string Before(JudgeBand band, JudgeQuestion question) => string.Create(
        CultureInfo.InvariantCulture,
        $"The injection model gave it {question.First.Score:0.000}; from {band.From:0.###} to {band.To:0.###} the judge is asked.");

    private static string Milliseconds(in JudgeAnswer answer) => string.Create(CultureInfo.InvariantCulture, $"{answer.Took.TotalMilliseconds:0} ms");
}
