using System.Globalization;
using System.Text;
using Bartizan.Gateway.Calibrating;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Calibrating;

namespace Bartizan.Commands.Guard;

/// <summary>Writes a calibration's report for people: what was read, and for each channel its thresholds now and as proposed.</summary>
internal static class GuardCalibrateText
{
    private static readonly CompositeFormat Columns = CompositeFormat.Parse("  {0,-9}{1,9}   {2,-36}{3,12}   {4,-36}{5,-20}");

    public static void Write(TextWriter output, CalibrationReport report)
    {
        var budget = report.Request.Budget;
        output.WriteLine(Line($"{report.Exchanges} exchanges{(report.Request.System is { } system ? $" of {system}" : "")}, model {report.Model}; false alarms allowed at 95 % confidence: {Share(budget.Block)} refused, {Share(budget.Annotate)} found"));
        Note(output, report.OtherModels, "were scored by another model or by none, and are left out");
        if (report.IsFull)
        {
            output.WriteLine(Line($"Only {CalibrationSample.MostTexts} texts are compared; the newest are missing. Narrow it with --since."));
        }

        foreach (var channel in report.Channels)
        {
            Write(output, channel);
        }

        output.WriteLine();
        output.WriteLine("Benign is every distinct text of exchanges that passed and that nobody marked as an attack, and of those marked as benign.");
        if (report.Channels.Sum(c => c.Unreviewed) is > 0 and var unreviewed)
        {
            output.WriteLine(Line($"{unreviewed} refused texts count as neither, since nobody has looked at them: bartizan guard mark <exchange> attack|benign"));
        }
    }

    private static void Write(TextWriter output, ChannelReport channel)
    {
        output.WriteLine();
        output.WriteLine(Line($"{InjectionChannels.Name(channel.Channel)} channel: {channel.Rows} benign texts, {channel.Attacks} marked as attacks, {channel.Unreviewed} refused and not looked at"));
        output.WriteLine(Row("threshold", "now", "false alarms", "proposed", "false alarms expected", "attacks missed"));
        Row(output, "annotate", channel.AnnotateNow, channel.Annotate);
        Row(output, "block", channel.BlockNow, channel.Block);
        if (channel.Note.Length > 0)
        {
            output.WriteLine("  " + channel.Note);
        }
    }

    private static void Row(TextWriter output, string name, ThresholdEffect now, ThresholdEffect? proposed) => output.WriteLine(Row(
        name, Score(now), Alarms(now), proposed is null ? "-" : Score(proposed), proposed is null ? "-" : Alarms(proposed), Missed(now, proposed)));

    private static string Row(params object[] cells) => string.Format(CultureInfo.InvariantCulture, Columns, cells).TrimEnd();

    private static string Score(ThresholdEffect effect) => Line($"{effect.Score:0.0000}");

    private static string Alarms(ThresholdEffect effect) => Line($"{effect.FalseAlarms} ({Share(effect.Share)}; {Share(effect.Least)} to {Share(effect.Most)})");

    private static string Missed(ThresholdEffect now, ThresholdEffect? proposed) =>
        now.Attacks + now.Missed == 0 ? "none is marked"
        : Line($"{now.Missed} of {now.Attacks + now.Missed}{(proposed is null ? "" : $", then {proposed.Missed}")}");

    private static void Note(TextWriter output, long count, string what)
    {
        if (count > 0)
        {
            output.WriteLine(Line($"{count} more {what}"));
        }
    }

    private static string Share(double share) => Line($"{100 * share:0.###} %");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
