using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Text;
using Bartizan.Storage.Accounts;

namespace Bartizan.Commands.KillSwitches;

/// <summary><c>bartizan kill list</c>: every switch that was ever thrown, those that are thrown now first.</summary>
internal static class KillListCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists kill switches, one a line: kind, name, stopped or lifted, when, by whom, why.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var names = await PartyNames.ReadAsync(store, cancellationToken);
        foreach (var thrown in await store.Standing.ListAsync(cancellationToken))
        {
            var name = names.Of(thrown.Target);
            await System.Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(
                    new { kind = thrown.Target.Word, target = thrown.Target.Id, name, thrown.Thrown, thrown.Epoch, thrown.At, thrown.By, thrown.Reason }, FormatOption.Json)
                : string.Join(
                    '\t',
                    thrown.Target.Word,
                    VisibleText.Of(name),
                    thrown.Thrown ? "stopped" : "lifted",
                    thrown.At.ToString("u", CultureInfo.InvariantCulture),
                    VisibleText.Of(thrown.By),
                    VisibleText.Of(thrown.Reason)));
        }

        return ExitCodes.Fine;
    }
}
