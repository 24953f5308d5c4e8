using System.CommandLine;
using System.Text.Json;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy backtest</c>: the recorded decisions under proposed policies, each by itself, and which of them cannot be told.</summary>
internal static class PolicyBacktestCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var policies = new Argument<string[]>("policies") { Description = "Proposed policies: files (.cedar, .json) or folders of them.", Arity = ArgumentArity.OneOrMore };
        var since = new Option<string?>("--since") { Description = "Only exchanges of the last 30d, 24h, 30m… [default: all].", HelpName = "time" };
        var unknown = new Option<string[]>("--unknown")
        {
            Description = "Fields of the context that count as unknown whatever the records say, such as budget.",
            HelpName = "field",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("backtest", "Asks proposed policies about every recorded decision. Exit code 1 when one is, or may be, newly allowed.") { policies, data, since, unknown, format };
        command.SetAction((arguments, cancellationToken) => PolicyOptions.RunAsync(arguments, async output =>
        {
            var proposed = PolicyFiles.ReadPolicies(arguments.GetRequiredValue(policies), PolicyIds.FromAnnotation);
            var report = await RunAsync(
                arguments.GetValue(data)!,
                new Backtester(new PolicyEngine(proposed)),
                (arguments.GetValue(unknown) ?? []).ToHashSet(StringComparer.Ordinal),
                SinceOption.Read(arguments.GetValue(since)),
                cancellationToken);
            if (PolicyOptions.IsJson(arguments, format))
            {
                output.WriteLine(JsonSerializer.Serialize(report, FormatOption.Json));
            }
            else
            {
                BacktestText.Write(output, report);
            }

            return report.Widens ? ExitCodes.Findings : ExitCodes.Fine;
        }));
        return command;
    }

    private static async Task<BacktestReport> RunAsync(string data, Backtester backtester, IReadOnlySet<string> unknown, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var recorded = new RecordedDecisions(unknown, await RecordedBlueprints.ReadAsync(store.Registry, store.Agents, cancellationToken));
        return await ProgressBar.ShowAsync("Asking", async progress =>
        {
            var report = new BacktestReport();
            await RecordedExchanges.ReadAsync(
                store.Events,
                since,
                exchange =>
                {
                    if (exchange is null || recorded.Of(exchange) is not { } decisions)
                    {
                        report.AddUnreadable();
                        return;
                    }

                    report.AddExchange();
                    foreach (var decision in decisions)
                    {
                        report.Add(exchange, backtester.Ask(decision));
                    }
                },
                progress,
                cancellationToken);
            return report;
        });
    }
}
