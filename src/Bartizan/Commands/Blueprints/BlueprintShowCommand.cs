using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Blueprints;

/// <summary><c>bartizan blueprint show</c>: one blueprint, with all its versions, the newest first.</summary>
internal static class BlueprintShowCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("blueprint") { Description = "Id or name." };
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("show", "Shows all versions of a blueprint, the newest first.") { name, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(name)!, parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string name, string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var blueprint = await BlueprintLine.FindAsync(store, name, cancellationToken);
        foreach (var line in (await store.Registry.VersionsAsync(blueprint.Id, cancellationToken)).Select(BlueprintLine.Of))
        {
            if (json)
            {
                await System.Console.Out.WriteLineAsync(JsonSerializer.Serialize(line, FormatOption.Json));
                continue;
            }

            foreach (var text in Text(line, line.Version == blueprint.Version ? BlueprintLine.StateText(blueprint, TimeProvider.System.GetUtcNow()) : null))
            {
                await System.Console.Out.WriteLineAsync(VisibleText.Of(text));
            }
        }

        return ExitCodes.Fine;
    }

    private static IEnumerable<string> Text(BlueprintLine line, string? state)
    {
        yield return FormattableString.Invariant($"{line.Name}@{line.Version}{(state is null ? "" : $"  {state}")}");
        yield return FormattableString.Invariant($"  made      {line.Created:yyyy-MM-ddTHH:mm:ssZ} by {line.By}");
        yield return $"  owner     {line.Owner}";
        yield return $"  sponsor   {line.Sponsor}";
        yield return $"  code      {line.Code ?? "not told"}";
        yield return $"  models    {Names(line.Models)}";
        yield return $"  tools     {Names(line.Tools)}";
        yield return $"  depth     {line.Depth}";
        yield return $"  lifetime  {line.LifetimeSeconds}s";
        yield return $"  review    every {line.ReviewDays} days";
        yield return FormattableString.Invariant($"  expires   {line.Expires:yyyy-MM-dd}");
        yield return line.Ceiling is null ? "  ceiling   none" : "  ceiling";
        foreach (var text in line.Ceiling?.TrimEnd().Split('\n') ?? [])
        {
            yield return "    " + text.TrimEnd('\r').Replace("\t", "    ", StringComparison.Ordinal);
        }
    }

    private static string Names(IReadOnlyList<string>? names) => names is null ? "all that policy allows" : names.Count == 0 ? "none" : string.Join(", ", names);
}
