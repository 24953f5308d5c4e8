using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Replay;
using Bartizan.Hosting;
using Bartizan.Policy;

namespace Bartizan.Commands.Replay;

/// <summary><c>bartizan replay</c>: asks other policies what they would have made of recorded exchanges.</summary>
internal static class ReplayCommand
{
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
            SinceOption.Read(parse.GetValue(since)),
            parse.GetValue(format) == "json",
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, PolicyEngine policies, DateTimeOffset since, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var blueprints = await RecordedBlueprints.ReadAsync(store.Registry, store.Agents, cancellationToken);
        var report = await ProgressBar.ShowAsync("Replaying", progress => ReplayAsync(store.Events, new Replayer(policies, blueprints), since, progress, cancellationToken));
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
        await RecordedExchanges.ReadAsync(log, since, Add, progress, cancellationToken);
        return report;

        void Add(ExchangeRecord? exchange)
        {
            if (exchange is null)
            {
                report.AddUnreadable();
            }
            else
            {
                report.Add(exchange, replayer.Replay(exchange));
            }
        }
    }
}
