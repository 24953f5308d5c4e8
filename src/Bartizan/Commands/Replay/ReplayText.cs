using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Replay;

namespace Bartizan.Commands.Replay;

/// <summary>Writes a replay's report for people: a summary, a table by policy, and the exchanges that differ.</summary>
internal static class ReplayText
{
    public static void Write(TextWriter output, ReplayReport report)
    {
        output.WriteLine(Line($"{report.Exchanges} exchanges, {report.Differing} would differ: {report.NewlyBlocked} newly blocked, {report.NewlyHeld} newly held, {report.NewlyMasked} newly masked, {report.NewlyAllowed} newly allowed, {report.OtherwiseChanged} otherwise changed"));
        Note(output, report.NothingAsked, "were refused before policy was asked, for their key or their form, and stay refused");
        Note(output, report.NotRecorded, "were recorded by an older Bartizan, without what policy was asked, and could not be replayed");
        Note(output, report.Unreadable, "could not be read: run `bartizan ledger verify`");
        if (report.Differing == 0)
        {
            return;
        }

        var width = Math.Max("policy".Length, report.Policies.Max(p => p.Policy.Length));
        output.WriteLine();
        output.WriteLine(Line($"{"policy".PadRight(width)}  decided  would decide"));
        foreach (var policy in report.Policies)
        {
            output.WriteLine(Line($"{policy.Policy.PadRight(width)}  {policy.Before,7}  {policy.After,12}"));
        }

        output.WriteLine();
        foreach (var exchange in report.List)
        {
            output.WriteLine(Line($"{exchange.Id}  {exchange.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}  {Plain(exchange.Agent ?? "-")}  {Plain(exchange.Model)}  {exchange.Action}: {Word(exchange.Before)} by {string.Join(", ", exchange.PoliciesBefore)} -> {Word(exchange.After)} by {string.Join(", ", exchange.PoliciesAfter)}"));
        }

        if (report.Differing > report.List.Count)
        {
            output.WriteLine(Line($"and {report.Differing - report.List.Count} more"));
        }
    }

    private static void Note(TextWriter output, long count, string what)
    {
        if (count > 0)
        {
            output.WriteLine(Line($"{count} more {what}"));
        }
    }

    private static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    // Clients choose the model's name; a terminal must not obey it.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
