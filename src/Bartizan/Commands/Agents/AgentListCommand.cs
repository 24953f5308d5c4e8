using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Bartizan.Commands.Agents;

/// <summary><c>bartizan agent list</c>: all agents, revoked ones last.</summary>
internal static class AgentListCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists agents, one a line: id, name, owner, key id, state, tags.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        foreach (var agent in (await store.Agents.ListAsync(cancellationToken)).OrderBy(a => a.Revoked is not null))
        {
            var line = AgentLine.Of(agent);
            await System.Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(line, FormatOption.Json) : Text(line));
        }

        return ExitCodes.Fine;
    }

    private static string Text(AgentLine agent) => string.Join(
        '\t',
        agent.Id,
        agent.Name,
        agent.Owner,
        agent.KeyId,
        agent.Revoked is { } at ? string.Create(CultureInfo.InvariantCulture, $"revoked {at:yyyy-MM-ddTHH:mm:ssZ}") : "works",
        string.Join(' ', agent.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}")));
}
