using System.CommandLine;
using System.Text.Json;
using Bartizan.Commands.Agents;

namespace Bartizan.Commands.Instances;

/// <summary><c>bartizan instance list</c>: runs of an agent or of all, the newest first.</summary>
internal static class InstanceListCommand
{
    public static Command Create()
    {
        var agent = new Argument<string?>("agent") { Description = "Id or name of an agent; without it, of all.", Arity = ArgumentArity.ZeroOrOne };
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists instances, one a line: id, agent, state, when it began, until when, what attested it.") { agent, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(agent), parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string? agent, string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var one = agent is null ? null : await AgentStandingCommands.FindAsync(store, agent, cancellationToken);
        var names = (await store.Agents.ListAsync(cancellationToken)).ToDictionary(a => a.Id, a => a.Name, StringComparer.Ordinal);
        foreach (var instance in await store.Instances.ListAsync(one?.Id, cancellationToken))
        {
            var name = names.GetValueOrDefault(instance.Agent, instance.Agent);
            await System.Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(InstanceLine.Of(instance, name), FormatOption.Json)
                : InstanceLine.Text(instance, name, TimeProvider.System.GetUtcNow()));
        }

        return ExitCodes.Fine;
    }
}
