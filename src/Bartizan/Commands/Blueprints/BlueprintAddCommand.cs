using System.CommandLine;
using Bartizan.Core.Results;
using Bartizan.Hosting;
using Bartizan.Identity.Registry;

namespace Bartizan.Commands.Blueprints;

/// <summary><c>bartizan blueprint add</c>: registers a blueprint, or the next version of it; running gateways follow within a second.</summary>
internal static class BlueprintAddCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file that declares it." };
        var (by, data) = (ByOption.Create(), DataOption.Create());
        var command = new Command("add", "Registers the blueprint of a file; where there is one of its name, its next version.") { file, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(file)!, parse.GetValue(by)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string file, string by, string data, CancellationToken cancellationToken)
    {
        var read = BlueprintFile.Read(file);
        await using var store = await DataOption.OpenOrCreateAsync(data, cancellationToken);
        try
        {
            var added = await new BlueprintRegistry(store.Registry, TimeProvider.System).AddAsync(read.Draft, GatewaySchema.Schema, by, cancellationToken);
            await System.Console.Error.WriteLineAsync($"Blueprint {added.Mark} ({added.Id}) is in force.");
            return ExitCodes.Fine;
        }
        catch (InputException wrong)
        {
            return CommandErrors.Write(System.Console.Error, read.InOrder(wrong.Errors));
        }
    }
}
