using Bartizan.Gateway.Policies;
using Bartizan.Policy.Analysis.WhyNot;

namespace Bartizan.Commands.Policy;

/// <summary>Writes why a request is denied and what would permit it, for people and for programs.</summary>
internal static class WhyNotText
{
    public static void Write(TextWriter output, InstallationWhyNot denied)
    {
        var (text, report) = (new AnalysisText(output), denied.Policies);
        if (report.Answer.Allowed)
        {
            var policies = AnalysisText.By(report.Answer.Reasons);
            text.Line(denied.Allowed ? $"ALLOW by {policies}: there is nothing to change" : $"DENY by the blueprint, though policies allow it: {policies}");
            WriteBlueprints(text, denied);
            return;
        }

        text.Line(report.Forbids.Count > 0 ? $"DENY by {AnalysisText.By(report.Answer.Reasons)}" : "DENY: no policy permits it");
        foreach (var (policy, message) in report.Answer.Errors.Select(e => (e.PolicyId, e.Message)))
        {
            text.Line($"  {policy} fails, and is ignored: {message}");
        }

        WriteBlueprints(text, denied);
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

    public static object Data(InstallationWhyNot denied) => Data(denied, denied.Policies);

    private static object Data(InstallationWhyNot denied, WhyNotReport report) => new
    {
        decision = denied.Allowed ? "allow" : "deny",
        reasons = report.Answer.Reasons,
        blueprints = denied.Blueprints,
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

    private static void WriteBlueprints(AnalysisText text, InstallationWhyNot denied)
    {
        if (denied.Blueprints.Count == 0)
        {
            return;
        }

        text.Line();
        text.Line("Outside of a blueprint, which no policy widens; `bartizan blueprint add` makes its next version:");
        foreach (var name in denied.Blueprints)
        {
            text.Line($"  {name}");
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
