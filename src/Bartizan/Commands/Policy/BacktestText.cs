using Bartizan.Gateway.Replay;

namespace Bartizan.Commands.Policy;

/// <summary>Writes a backtest for people: counts, then what would change, newly allowed first, with exchanges that show it.</summary>
internal static class BacktestText
{
    public static void Write(TextWriter output, BacktestReport report)
    {
        var text = new AnalysisText(output);
        text.Line($"{report.Decisions} decisions of {report.Exchanges} exchanges: {report.NewlyAllowed} newly allowed, {report.NewlyRefused} newly refused, {report.OtherwiseChanged} otherwise changed, {report.CannotTell} cannot be told, {report.Same} the same");
        if (report.Unreadable > 0)
        {
            text.Line($"{report.Unreadable} more exchanges could not be read: run `bartizan ledger verify`");
        }

        if (report.UnderRecordedBlueprints + report.UnderPresentBlueprints + report.UnderUnknownBlueprints > 0)
        {
            text.Line($"blueprints: {report.UnderRecordedBlueprints} decisions asked under the version that their record names, {report.UnderPresentBlueprints} under the present one, {report.UnderUnknownBlueprints} of one that is not known");
        }

        foreach (var group in report.Groups)
        {
            text.Line();
            text.Line($"{Words(group.Outcome)}: {group.Decisions} of {group.Action}, {group.Verdict.ToString().ToLowerInvariant()} by {AnalysisText.By(group.Before)}{Now(group)}");
            foreach (var example in group.Examples)
            {
                text.Line($"  {example.Id}  {example.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}  {example.Agent ?? "-"}  {example.Model}");
            }
        }
    }

    private static string Now(BacktestGroup group) => group.Outcome == BacktestOutcome.CannotTell
        ? $"; needs {string.Join(", ", group.Missing)}"
        : $" -> {AnalysisText.By(group.After)}";

    private static string Words(BacktestOutcome outcome) => outcome switch
    {
        BacktestOutcome.NewlyAllowed => "newly allowed",
        BacktestOutcome.NewlyRefused => "newly refused",
        BacktestOutcome.OtherwiseChanged => "otherwise changed",
        BacktestOutcome.CannotTell => "cannot be told",
        _ => "the same",
    };
}
