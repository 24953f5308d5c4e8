using System.CommandLine;
using System.Globalization;
using Bartizan.Core.Results;
using Bartizan.Detect;
using Bartizan.Detect.Pipelines;

namespace Bartizan.Commands.Detect;

/// <summary><c>bartizan detect run</c>: which rules match which events of files.</summary>
internal static class DetectRunCommand
{
    private static readonly Option<string[]> Rules = new("--rules") { Description = "Sigma rules: files, or folders with all .yml and .yaml below them.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> Events = new("--events") { Description = "Files of events: JSON objects one a line, JSON arrays, or CloudTrail files; also gzip.", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Route = new("--route") { Description = "auto: events of a known log source are asked only of its rules; none: every rule of every event.", DefaultValueFactory = _ => "auto" };
    private static readonly Option<string[]> Pipelines = new("--pipeline") { Description = "Processing pipelines (pySigma's YAML) to run rules through.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Placeholders = new("--placeholders") { Description = "A YAML file with the values of placeholders: name: [value, …]." };
    private static readonly Option<string[]> TimeFields = new("--time-field") { Description = "Fields where an event's time stands, before those known.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Format = FormatOption.Create();

    public static Command Create()
    {
        Route.AcceptOnlyFromAmong("auto", "none");
        var command = new Command("run", "Asks Sigma rules of events in files; prints one line for each match.") { Rules, Events, Route, Pipelines, Placeholders, TimeFields, Format };
        command.SetAction(parse => CommandErrors.Show(() => Run(parse)));
        return command;
    }

    private static int Run(ParseResult parse)
    {
        var known = new DetectOptions();
        var engine = DetectEngine.Compile(RuleFiles.Read(parse.GetValue(Rules)!), known with
        {
            Routing = parse.GetValue(Route) == "none" ? Routing.None : Routing.Auto,
            Pipelines = [.. (parse.GetValue(Pipelines) ?? []).Select(file => ProcessingPipeline.Read(RuleFiles.ReadFile(file), file))],
            Placeholders = parse.GetValue(Placeholders) is { } lists ? PlaceholderFile.Read(RuleFiles.ReadFile(lists), lists) : known.Placeholders,
            TimeFields = [.. parse.GetValue(TimeFields) ?? [], .. known.TimeFields],
        });
        foreach (var error in engine.Errors.Concat(engine.Unresolved))
        {
            System.Console.Error.WriteLine(error);
        }

        if (engine.RuleCount == 0)
        {
            throw new InputException(new InputError("No rule could be read.", "Mend what is said above."));
        }

        using var output = new BufferedStream(System.Console.OpenStandardOutput(), 1 << 16);
        using var writer = new MatchWriter(output, parse.GetValue(Format) == "json");
        var run = new DetectRun(engine, writer.Write);
        foreach (var file in parse.GetValue(Events)!.SelectMany(EventPaths))
        {
            run.Read(file);
        }

        run.Complete();
        Summarize(engine, run, writer);
        return engine.Errors.Count > 0 || run.Broken > 0 ? ExitCodes.BadInput : ExitCodes.Fine;
    }

    private static void Summarize(DetectEngine engine, DetectRun run, MatchWriter writer)
    {
        var left = engine.Errors.Count + engine.Unresolved.Count;
        System.Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{writer.Count} matches of {engine.RuleCount} rules and {engine.CorrelationCount} correlations in {run.Count} events{(left > 0 ? $"; {left} rules left out" : "")}{(run.Broken > 0 ? $"; {run.Broken} events could not be read" : "")}{run.LeftOut}."));
    }

    private static IEnumerable<string> EventPaths(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
        : [path];
}
