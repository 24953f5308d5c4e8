using System.CommandLine;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Schema;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy matrix</c>: who may do what to what, in every context, with the reason.</summary>
internal static class PolicyMatrixCommand
{
    public static Command Create()
    {
        var (options, inventory) = (new PolicyOptions(), new InventoryOptions());
        options.Format.AcceptOnlyFromAmong("text", "json", "csv");
        var command = new Command("matrix", "Shows what every principal may do to every resource: always, never, or depending on what.");
        options.AddTo(command);
        inventory.AddTo(command);
        command.SetAction((arguments, cancellationToken) => PolicyOptions.RunAsync(arguments, output => RunAsync(arguments, options, inventory, output, cancellationToken)));
        return command;
    }

    /// <summary>The inventory of <c>--data</c>, or else the entities of <c>--entities</c>, which have no ceilings.</summary>
    public static async Task<Installation> ReadInstallationAsync(
        ParseResult arguments, PolicyOptions options, InventoryOptions inventory, PolicySchema? schema, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(inventory.Data) is not { } data || arguments.GetValue(options.Entities) is not null)
        {
            return new(options.ReadEntities(arguments, schema), new Dictionary<EntityUid, MatrixCeiling>(), 0);
        }

        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        using var reader = new InstallationInventory(store.Agents, store.Identity, store.ToolPins, store.Events);
        var read = await ProgressBar.ShowAsync("Reading records", progress => reader.ReadAsync(long.MaxValue, progress, cancellationToken));
        if (read.LeftOut > 0)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"Records name more than {InstallationInventory.MostResources} models and tools; the first were taken.");
        }

        return read;
    }

    private static async Task<int> RunAsync(ParseResult arguments, PolicyOptions options, InventoryOptions inventory, TextWriter output, CancellationToken cancellationToken)
    {
        var policies = options.ReadPolicies(arguments);
        var schema = inventory.ReadSchema(arguments, options);
        var question = inventory.Read(arguments, await ReadInstallationAsync(arguments, options, inventory, schema, cancellationToken), schema, policies);
        var matrix = await ProgressBar.ShowAsync("Computing", progress => Task.Run(() => PermissionMatrix.Of(policies, question, progress), cancellationToken));
        switch (arguments.GetValue(options.Format))
        {
            case "json":
                MatrixData.WriteJson(output, matrix);
                break;
            case "csv":
                MatrixData.WriteCsv(output, matrix);
                break;
            default:
                MatrixText.Write(output, matrix);
                break;
        }

        return ExitCodes.Fine;
    }
}
