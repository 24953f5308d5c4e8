using System.CommandLine;
using Bartizan.Configuration;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Results;
using Bartizan.Guard;

namespace Bartizan.Commands.Guard;

/// <summary><c>bartizan guard scan</c>: what the guard would find in files, or in what is piped in.</summary>
internal static class GuardScan
{
    private static readonly Argument<string[]> Files = new("files") { Description = "Files to scan; - or none reads standard input.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string> Format = new("--format") { Description = "text, json or sarif.", DefaultValueFactory = _ => "text" };
    private static readonly Option<double> FailOn = new("--fail-on") { Description = "Exit with 1 when a finding scores at least this much (0 to 1).", DefaultValueFactory = _ => 0.5 };
    private static readonly Option<string[]> Disable = new("--disable") { Description = "Labels not to report, such as pii.phone or pii.*." };
    private static readonly Option<string[]> KnownHosts = new("--known-host") { Description = "Hosts that links may carry data to." };

    private static readonly Option<string?> Entities = new("--entities") { Description = "A file of custom entities to find as well." };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong("text", "json", "sarif");
        var command = new Command("scan", "Finds secrets, personal data, exfiltration and hidden text in files.") { Files, Format, FailOn, Disable, KnownHosts, Entities };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var engine = GuardEngine.CreateDefault(new GuardOptions
        {
            DisabledLabels = parse.GetValue(Disable) ?? [],
            KnownHosts = parse.GetValue(KnownHosts) ?? [],
            Entities = parse.GetValue(Entities) is { } entities ? EntitiesReader.ReadFile(entities) : [],
        });
        var files = parse.GetValue(Files) is { Length: > 0 } named ? named : ["-"];
        var scanned = new List<ScannedText>();
        foreach (var file in files)
        {
            string text;
            try
            {
                text = file == "-" ? await System.Console.In.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(file, cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await System.Console.Error.WriteLineAsync(new InputError(e.Message, "Name a file that can be read, or - for standard input.", file).ToString());
                return ExitCodes.BadInput;
            }

            // A file is somebody's words: untrusted, as a document in a prompt would be.
            var result = engine.Inspect([new Segment(scanned.Count, SegmentRole.Document, Provenance.Untrusted, file, text.AsMemory())]);
            scanned.Add(new ScannedText(file == "-" ? "(standard input)" : file, text, result));
        }

        GuardScanReport.Write(parse.GetValue(Format)!, scanned, System.Console.Out);
        foreach (var failure in scanned.SelectMany(s => s.Result.Failures.Select(f => $"{s.File}: {f.Inspector} did not finish. {f.Reason}")))
        {
            await System.Console.Error.WriteLineAsync(failure);
        }

        return scanned.Any(s => s.Result.Failures.Count > 0) ? ExitCodes.Internal
            : scanned.Any(s => s.Result.Findings.Any(f => f.Score >= parse.GetValue(FailOn))) ? ExitCodes.Findings
            : ExitCodes.Fine;
    }
}
