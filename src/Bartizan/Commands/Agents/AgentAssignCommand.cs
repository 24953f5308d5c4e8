using System.CommandLine;
using Bartizan.Commands.Blueprints;
using Bartizan.Core.Results;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Agents;

/// <summary><c>bartizan agent assign</c>: puts an agent under a blueprint, in the place of the one it had.</summary>
internal static class AgentAssignCommand
{
    public static Command Create()
    {
        var agent = new Argument<string>("agent") { Description = "Id or name." };
        var blueprint = new Option<string>("--blueprint") { Description = "Id or name of the blueprint.", Required = true };
        var (by, data) = (ByOption.Create(), DataOption.Create());
        var command = new Command("assign", "Puts an agent under a blueprint.") { agent, blueprint, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(agent)!, parse.GetValue(blueprint)!, parse.GetValue(by)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string agent, string name, string by, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var found = await AgentStandingCommands.FindAsync(store, agent, cancellationToken);
        var blueprint = await BlueprintLine.FindAsync(store, name, cancellationToken);
        if (!await store.Registry.AssignAsync(found.Id, blueprint.Id, by, TimeProvider.System.GetUtcNow(), cancellationToken))
        {
            throw new InputException(new InputError($"Agent '{VisibleText.Of(found.Name)}' is revoked, or the blueprint '{blueprint.Name}' is retired.", "`bartizan agent list` and `bartizan blueprint list` show both."));
        }

        await System.Console.Error.WriteLineAsync($"Agent '{VisibleText.Of(found.Name)}' ({found.Id}) is of blueprint {blueprint.Mark}.");
        return ExitCodes.Fine;
    }
}
