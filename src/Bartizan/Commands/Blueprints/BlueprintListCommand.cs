using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Identity.Registry;
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
        foreach (var blueprint in (await store.Registry.BlueprintsAsync(cancellationToken)).OrderBy(b => b.Retired is not null))
        {
            await System.Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(BlueprintLine.Of(blueprint), FormatOption.Json) : Text(blueprint, now, agents[blueprint.Id].Count()));
        }

        return ExitCodes.Fine;
    }

    private static string Text(Blueprint blueprint, DateTimeOffset now, int agents) => string.Join(
        '\t',
        blueprint.Id,
        blueprint.Name,
        $"version {blueprint.Version}",
        VisibleText.Of(blueprint.Owner),
        VisibleText.Of(blueprint.Sponsor),
        BlueprintLine.StateText(blueprint, now),
        $"{agents} agents");
}
