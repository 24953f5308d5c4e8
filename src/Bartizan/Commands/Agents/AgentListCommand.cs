using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Agents;

/// <summary><c>bartizan agent list</c>: all agents, revoked ones last.</summary>
internal static class AgentListCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists agents, one a line: id, name, owner, key id, state and why, tags, blueprint.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var agent in (await store.Agents.ListAsync(cancellationToken)).OrderBy(a => a.Revoked is not null))
        {
            await System.Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(AgentLine.Of(agent, now), FormatOption.Json) : Text(agent, now));
        }

        return ExitCodes.Fine;
    }

    private static string Text(Agent agent, DateTimeOffset now) => string.Join(
        '\t',
        agent.Id,
        VisibleText.Of(agent.Name),
        VisibleText.Of(agent.Owner),
        agent.KeyId,
        AgentLine.StateText(agent, now),
        VisibleText.Of(string.Join(' ', agent.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}"))),
        agent.Blueprint?.Mark ?? "");
}
