using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Cases;
using Bartizan.Policy.Analysis.Diffs;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy diff</c>: which policies two sets have not in common, and whose answers that changes.</summary>
internal static class PolicyDiffCommand
{
    public static Command Create()
    {
        var (options, inventory) = (new PolicyOptions(), new InventoryOptions());
        var before = new Argument<string>("old") { Description = "Policies as they are: a file (.cedar, .json) or a folder." };
        var after = new Argument<string>("new") { Description = "Policies as they would be." };
        var requests = new Option<string?>("--requests") { Description = "Requests to compare, one JSON object a line; without it every principal × action × resource of the entities is." };
        var since = new Option<string?>("--since") { Description = "With --data, only exchanges of the last 7d, 24h, 30m… [default: all].", HelpName = "time" };
        var command = new Command("diff", "Shows what a change of policies changes, newly allowed first. Exit code 1 when something is, or may be, newly allowed.") { before, after, requests, since };
        options.AddAllButPoliciesTo(command);
        inventory.AddTo(command);
        command.SetAction((arguments, cancellationToken) => PolicyOptions.RunAsync(arguments, async output =>
        {
            var ids = arguments.GetValue(options.Ids);
            var (old, now) = (PolicyFiles.ReadPolicies([arguments.GetRequiredValue(before)], ids), PolicyFiles.ReadPolicies([arguments.GetRequiredValue(after)], ids));
            var schema = inventory.ReadSchema(arguments, options);
            var (file, data) = (arguments.GetValue(requests), arguments.GetValue(inventory.Data));
            var compared = new RequestDiff(new PolicyEngine(old), new PolicyEngine(now));
            if (data is not null)
            {
                var present = await CompareRecordsAsync(compared, data, SinceOption.Read(arguments.GetValue(since)), cancellationToken);
                if (present > 0)
                {
                    await arguments.InvocationConfiguration.Error.WriteLineAsync($"{present} recorded decisions were asked under the blueprints that agents have now, because their records do not say which it was then.");
                }
            }

            if (file is not null)
            {
                Compare(compared, file, options.ReadEntities(arguments, schema), schema);
            }

            var complete = file is null && (data is not null || arguments.GetValue(options.Entities) is not null)
                ? await CompareInventoryAsync(arguments, options, inventory, schema, old, now, cancellationToken)
                : null;
            var asked = file is null && data is null ? null : compared;
            var changes = PolicyChanges.Between(old, now);
            if (options.IsJson(arguments))
            {
                output.WriteLine(JsonSerializer.Serialize(DiffData.Of(changes, asked, complete), FormatOption.Json));
            }
            else
            {
                DiffText.Write(output, changes, asked, complete);
            }

            return complete?.Widens == true || compared.Widens ? ExitCodes.Findings : ExitCodes.Fine;
        }));
        return command;
    }

    private static async Task<InventoryDiff> CompareInventoryAsync(
        ParseResult arguments, PolicyOptions options, InventoryOptions inventory, PolicySchema? schema, PolicySet old, PolicySet now, CancellationToken cancellationToken)
    {
        var installation = await PolicyMatrixCommand.ReadInstallationAsync(arguments, options, inventory, schema, cancellationToken);
        var question = inventory.Read(arguments, installation, schema, old, now);
        return await ProgressBar.ShowAsync("Comparing", progress => Task.Run(() => InventoryDiff.Of(old, now, question, progress), cancellationToken));
    }

    private static void Compare(RequestDiff compared, string file, EntityStore entities, PolicySchema? schema)
    {
        var number = 0;
        foreach (var line in PolicyFiles.ReadLines(file))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                compared.Add(new AnalysisCase($"{file}:{number}", AuthorizationRequest.FromJson(line, file, number, schema), entities));
            }
        }

        if (compared.Requests == 0)
        {
            throw new InputException(new InputError("There are no requests.", "Write one JSON object a line.", file));
        }
    }

    /// <summary>Compares what was recorded; how many decisions were asked under blueprints as they are now.</summary>
    private static async Task<long> CompareRecordsAsync(RequestDiff compared, string data, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var recorded = new RecordedDecisions(new HashSet<string>(StringComparer.Ordinal), await RecordedBlueprints.ReadAsync(store.Registry, store.Agents, cancellationToken));
        return await ProgressBar.ShowAsync("Asking", async progress =>
        {
            var present = 0L;
            await RecordedExchanges.ReadAsync(
                store.Events,
                since,
                exchange =>
                {
                    foreach (var decision in (exchange is null ? null : recorded.Of(exchange)) ?? [])
                    {
                        compared.Add(decision.Case);
                        present += decision.Blueprints == BlueprintSource.Present ? 1 : 0;
                    }
                },
                progress,
                cancellationToken);
            return present;
        });
    }
}
