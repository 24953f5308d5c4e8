using Bartizan.Policy.Analysis.WhyNot;

namespace Bartizan.Commands.Policy;

/// <summary>Writes why a request is denied and what would permit it, for people and for programs.</summary>
internal static class WhyNotText
{
    public static void Write(TextWriter output, WhyNotReport report)
    {
        var text = new AnalysisText(output);
        if (report.Answer.Allowed)
        {
            text.Line($"ALLOW by {AnalysisText.By(report.Answer.Reasons)}: there is nothing to change");
            return;
        }

        text.Line(report.Forbids.Count > 0 ? $"DENY by {AnalysisText.By(report.Answer.Reasons)}" : "DENY: no policy permits it");
        foreach (var (policy, message) in report.Answer.Errors.Select(e => (e.PolicyId, e.Message)))
        {
            text.Line($"  {policy} fails, and is ignored: {message}");
        }

        WriteAll(text, "In the way", report.Forbids, "would not apply after");
        WriteAll(text, "Permits that nearly apply", report.Permits, "would apply after");
        text.Line();
        text.Line(report.Proposals.Count > 0 ? "Each of these alone would permit it, smallest first:" : "No change that policies speak of would permit it.");
        for (var i = 0; i < report.Proposals.Count; i++)
        {
            text.Line($"  {i + 1}. {Words(report.Proposals[i])}");
        }

        text.Line();
        WriteGrant(text, report);
        text.Line();
        text.Line(Searched(report.Searched));
    }

    public static object Data(WhyNotReport report) => new
    {
        decision = report.Answer.Allowed ? "allow" : "deny",
        reasons = report.Answer.Reasons,
        errors = report.Answer.Errors.Select(e => e.PolicyId),
        forbids = report.Forbids.Select(Remedy),
        permits = report.Permits.Select(Remedy),
        proposals = report.Proposals.Select(Texts),
        report.Grant,
        report.Searched,
    };

    private static object Remedy(PolicyRemedy remedy) => new { id = remedy.Policy.Id, remedy.Policy.File, remedy.Policy.Line, choices = remedy.Choices.Select(Texts) };

    private static IEnumerable<string> Texts(ChangeSet changes) => changes.Changes.Select(c => c.Text);

    private static string Words(ChangeSet changes) => string.Join(", and ", Texts(changes));

    private static void WriteAll(AnalysisText text, string title, IReadOnlyList<PolicyRemedy> remedies, string after)
    {
        if (remedies.Count == 0)
        {
            return;
        }

        text.Line();
        text.Line($"{title}:");
        foreach (var (policy, choices) in remedies)
        {
            text.Line($"  {AnalysisText.Name(policy)}");
            if (choices.Count == 0)
            {
                text.Line("    nothing that it speaks of would change that");
            }

            for (var i = 0; i < choices.Count; i++)
            {
                text.Line($"    {(i == 0 ? after : "or")}: {Words(choices[i])}");
            }
        }
    }

    private static void WriteGrant(AnalysisText text, WhyNotReport report)
    {
        if (report.Grant is null)
        {
            text.Line(report.Forbids.Count > 0 ? $"No grant can help: {AnalysisText.By(report.Answer.Reasons)} would overrule it." : "No grant was found that permits it.");
            return;
        }

        text.Line("The smallest grant; leave out bounds that need not hold:");
        foreach (var line in report.Grant.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Line($"  {line}");
        }
    }

    private static string Searched(WhyNotScope searched) => AnalysisText.Invariant(
        $"Searched: {searched.Changes} changes that policies speak of, {searched.Combinations} combinations. ")
        + (searched.IsWhole ? "All single changes and pairs were tried." : "Not all pairs were tried, so a smaller change may exist.")
        + (searched.TooLarge > 0 ? AnalysisText.Invariant($" {searched.TooLarge} policies are too large to search.") : "");
}
