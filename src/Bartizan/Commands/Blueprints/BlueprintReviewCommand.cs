using System.CommandLine;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Blueprints;

/// <summary><c>bartizan blueprint review</c>. Notes that somebody looked at a blueprint and found it right.</summary>
internal static class BlueprintReviewCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("blueprint") { Description = "Id or name." };
        var (by, data) = (ByOption.Create(), DataOption.Create());
        var command = new Command("review", "Notes that somebody looked at a blueprint and found it right.") { name, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(name)!, parse.GetValue(by)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string name, string by, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var blueprint = await BlueprintLine.FindAsync(store, name, cancellationToken);
        if (!await store.Registry.ReviewBlueprintAsync(blueprint.Id, by, TimeProvider.System.GetUtcNow(), cancellationToken))
        {
            throw new InputException(new InputError($"The blueprint '{name}' is retired already.", "`bartizan blueprint list` shows all of them."));
        }

        await System.Console.Error.WriteLineAsync($"Blueprint {blueprint.Mark} ({blueprint.Id}) is reviewed.");
        return ExitCodes.Fine;
    }
}
