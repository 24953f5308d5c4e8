using System.CommandLine;
using System.Text.Json;
using Bartizan.Commands.Events;
using Bartizan.Configuration;
using Bartizan.Core.Calibrations;
using Bartizan.Core.Results;
using Bartizan.Gateway.Calibrating;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Calibrating;

namespace Bartizan.Commands.Guard;

/// <summary><c>bartizan guard calibrate</c>: thresholds of the injection model from one's own recorded traffic and a stated budget of false alarms.</summary>
internal static class GuardCalibrate
{
    private static readonly Option<string> Data = DataOption.Create();
    private static readonly Option<string> Format = FormatOption.Create();
    private static readonly Option<string> Budget = new("--budget")
    {
        Description = "Share of benign texts that may be refused, at 95 % confidence.",
        HelpName = "percentage",
        DefaultValueFactory = _ => "0.1%",
    };

    private static readonly Option<string?> Annotate = new("--annotate") { Description = "Share that may become a finding [default: ten times the budget, at most 5%].", HelpName = "percentage" };
    private static readonly Option<string?> OfSystem = new("--system") { Description = "Only for agents with this tag system [default: all].", HelpName = "name" };
    private static readonly Option<string?> Since = new("--since") { Description = "Only exchanges from then on: a time such as 2026-11-21T08:00:00Z, or how long ago, such as 7d [default: all].", HelpName = "time" };
    private static readonly Option<string[]> Exclude = new("--exclude") { Description = "Exchanges to leave out; may be given several times.", HelpName = "exchange" };
    private static readonly Option<bool> Write = new("--write") { Description = "Put the proposed thresholds in force; gateways follow within a second." };
    private static readonly Option<bool> Clear = new("--clear") { Description = "Go back to the thresholds that ship (with --system: to those for all) instead." };
    private static readonly Option<string> By = ByOption.Create();

    public static Command Create()
    {
        var command = new Command("calibrate", "Sets thresholds of the injection model from recorded benign traffic and a budget of false alarms. Shows them only, without --write.")
        {
            Budget, Annotate, OfSystem, Since, Exclude, Write, Clear, By, Data, Format,
        };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() => parse.GetValue(Clear) ? ClearAsync(parse, cancellationToken) : RunAsync(parse, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var request = Request(parse);
        await using var store = await DataOption.OpenBesideAsync(parse.GetValue(Data)!, cancellationToken);
        var calibration = new TrafficCalibration(store.Events, store.Marks, store.Calibrations, InjectionModel.LoadDefault());
        var report = await ProgressBar.ShowAsync("Reading", progress => calibration.ReportAsync(request, progress, cancellationToken));
        if (parse.GetValue(Format) == "json")
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(report with { Request = request with { Excluded = new HashSet<string>() } }, FormatOption.Json));
        }
        else
        {
            GuardCalibrateText.Write(System.Console.Out, report);
        }

        if (parse.GetValue(Write))
        {
            await System.Console.Error.WriteLineAsync(Told(await calibration.ApplyAsync(report, parse.GetValue(By)!, TimeProvider.System.GetUtcNow(), cancellationToken)));
        }

        return report.Channels.Any(c => c.Block is not null) ? ExitCodes.Fine : ExitCodes.Findings;
    }

    private static async Task<int> ClearAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(parse.GetValue(Data)!, cancellationToken);
        var cleared = await store.Calibrations.ClearAsync(parse.GetValue(OfSystem) ?? "", parse.GetValue(By)!, TimeProvider.System.GetUtcNow(), cancellationToken);
        await System.Console.Error.WriteLineAsync(cleared ? "Taken back; gateways follow within a second." : "There was nothing to take back.");
        return ExitCodes.Fine;
    }

    private static CalibrationRequest Request(ParseResult parse)
    {
        var block = Share("--budget", parse.GetValue(Budget)!);
        var annotate = parse.GetValue(Annotate) is { } text ? Share("--annotate", text) : (double?)null;
        return annotate < block
            ? throw new InputException(new InputError("--annotate is smaller than --budget.", "What is refused is a finding too: allow at least as many findings as refusals."))
            : new CalibrationRequest(FalseAlarmBudget.Of(block, annotate))
            {
                System = parse.GetValue(OfSystem),
                Since = EventExportCommand.Since(parse.GetValue(Since), TimeProvider.System),
                Excluded = (parse.GetValue(Exclude) ?? []).ToHashSet(StringComparer.Ordinal),
            };
    }

    private static double Share(string option, string text) => Quantities.Percent(text) is >= FalseAlarmBudget.Least and <= FalseAlarmBudget.Most and var share
        ? share
        : throw new InputException(new InputError($"{option} {text} is not understood.", $"Write {Quantities.PercentExpected}, from 0.01% to 20%."));

    private static string Told(IReadOnlyList<Calibration> set) =>
        set.Count == 0 ? "Nothing was changed." : $"In force within a second: the {string.Join(" and the ", set.Select(c => c.Channel))} channel.";
}
