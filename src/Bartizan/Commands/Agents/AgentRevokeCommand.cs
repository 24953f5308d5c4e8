using System.CommandLine;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Identity.Agents;

namespace Bartizan.Commands.Agents;

/// <summary><c>bartizan agent revoke</c>: ends an agent's key, its tokens and its exchanges under way; returns when the gateway has confirmed it.</summary>
internal static class AgentRevokeCommand
{
    public static Command Create()
    {
        var agent = new Argument<string>("agent") { Description = "Id or name." };
        var data = DataOption.Create();
        var command = new Command("revoke", "Ends an agent's key, its tokens and its exchanges under way. Waits until the gateway confirms.") { agent, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(agent)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string idOrName, string data, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var registry = new AgentRegistry(store.Agents, TimeProvider.System, new SortableIdSource(TimeProvider.System));
        var revoked = await registry.RevokeAsync(idOrName, cancellationToken)
            ?? throw new InputException(new InputError($"There is no working agent '{idOrName}'.", "`bartizan agent list` shows all agents."));
        return await Confirmation.WaitAsync(store, data, $"Agent '{revoked.Name}' ({revoked.Id}) is revoked.", started, cancellationToken);
    }
}
