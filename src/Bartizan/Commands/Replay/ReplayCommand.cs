using System.CommandLine;
using System.Text.Json;
using Bartizan.Configuration;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Results;
using Bartizan.Gateway.Replay;
using Bartizan.Hosting;
using Bartizan.Policy;

namespace Bartizan.Commands.Replay;

/// <summary><c>bartizan replay</c>: asks other policies what they would have made of recorded exchanges.</summary>
internal static class ReplayCommand
{
    private const int Page = 256;

    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var policies = new Option<string?>("--policies") { Description = "Folder of *.cedar files to replay against [default: the built-in policies].", HelpName = "folder" };
        var packs = new Option<string[]>("--pack") { Description = "Built-in pack of policies beside them; may be given several times.", HelpName = "name" };
        var since = new Option<string?>("--since") { Description = "Only exchanges of the last 7d, 24h, 30m… [default: all].", HelpName = "time" };
        var command = new Command("replay", "Shows which recorded decisions other policies would make differently. Exit code 1 when there is one.") { data, policies, packs, since, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() => RunAsync(
            parse.GetValue(data)!,
            new PolicyEngine(PolicyFiles.Read(parse.GetValue(policies), parse.GetValue(packs) ?? [])),
            Since(parse.GetValue(since)),
            parse.GetValue(format) == "json",
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, PolicyEngine policies, DateTimeOffset since, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var report = await ProgressBar.ShowAsync("Replaying", progress => ReplayAsync(store.Events, new Replayer(policies), since, progress, cancellationToken));
        if (json)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(report, FormatOption.Json));
        }
        else
        {
            ReplayText.Write(System.Console.Out, report);
        }

        return report.Differing == 0 ? ExitCodes.Fine : ExitCodes.Findings;
    }

    private static async Task<ReplayReport> ReplayAsync(
        IEventLog log, Replayer replayer, DateTimeOffset since, IProgress<(long Done, long Total)> progress, CancellationToken cancellationToken)
    {
        var report = new ReplayReport();
        // What is recorded while this runs is left for the next time.
        var head = await log.HeadAsync(cancellationToken);
        for (var position = 0L; position < head;)
        {
            var events = await log.ReadAsync(position, Page, cancellationToken);
            foreach (var (at, record) in events.TakeWhile(e => e.Position <= head))
            {
                if (record.Kind == "exchange" && record.Time >= since)
                {
                    Add(report, replayer, record);
                }
            }

            position = events.Count == 0 ? head : events[^1].Position;
            progress.Report((position, head));
        }

        return report;
    }

    private static void Add(ReplayReport report, Replayer replayer, EventRecord record)
    {
        ExchangeRecord? exchange;
        try
        {
            exchange = JsonSerializer.Deserialize(record.Json.Span, EventJsonContext.Default.ExchangeRecord);
        }
        catch (JsonException)
        {
            exchange = null;
        }

        if (exchange is null)
        {
            report.AddUnreadable();
        }
        else
        {
            report.Add(exchange, replayer.Replay(exchange));
        }
    }

    private static DateTimeOffset Since(string? text) => text is null ? DateTimeOffset.MinValue
        : Quantities.Duration(text) is { } age ? TimeProvider.System.GetUtcNow() - age
        : throw new InputException(new InputError($"--since {text} is not understood.", $"Write {Quantities.DurationExpected}, or 7d."));
}
