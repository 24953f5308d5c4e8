using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Blueprints;

/// <summary><c>bartizan blueprint list</c>: all blueprints, retired ones last.</summary>
internal static class BlueprintListCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists blueprints, one a line: id, name, version, owner, sponsor, state, how many agents.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var agents = (await store.Agents.ListAsync(cancellationToken)).Where(a => a.Revoked is null).ToLookup(a => a.Blueprint?.Id);
        foreach (var line in (await store.Registry.BlueprintsAsync(cancellationToken)).OrderBy(b => b.Retired is not null).Select(BlueprintLine.Of))
        {
            await System.Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(line, FormatOption.Json) : Text(line, now, agents[line.Id].Count()));
        }

        return ExitCodes.Fine;
    }

    private static string Text(BlueprintLine line, DateTimeOffset now, int agents) => string.Join(
        '\t', line.Id, line.Name, $"version {line.Version}", VisibleText.Of(line.Owner), VisibleText.Of(line.Sponsor), line.StateAt(now), $"{agents} agents");
}
