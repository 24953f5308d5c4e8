using System.CommandLine;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Entities;
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

    /// <summary>The entities of <c>--data</c>, or else of <c>--entities</c>.</summary>
    public static async Task<EntityStore> ReadEntitiesAsync(
        ParseResult arguments, PolicyOptions options, InventoryOptions inventory, PolicySchema? schema, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(inventory.Data) is not { } data || arguments.GetValue(options.Entities) is not null)
        {
            return options.ReadEntities(arguments, schema);
        }

        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var read = await InstallationInventory.ReadAsync(store, cancellationToken);
        if (read.LeftOut > 0)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"Records name more than {InstallationInventory.MostResources} models and tools; the first were taken.");
        }

        return read.Entities();
    }

    private static async Task<int> RunAsync(ParseResult arguments, PolicyOptions options, InventoryOptions inventory, TextWriter output, CancellationToken cancellationToken)
    {
        var policies = options.ReadPolicies(arguments);
        var schema = inventory.ReadSchema(arguments, options);
        var question = inventory.Read(arguments, await ReadEntitiesAsync(arguments, options, inventory, schema, cancellationToken), schema, policies);
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
