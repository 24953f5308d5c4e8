using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Identity.Keys;

namespace Bartizan.Commands.Identity;

/// <summary><c>bartizan identity keys list</c>: the keys that sign access tokens.</summary>
internal static class KeysListCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists signing keys, one a line: id, when it begins to sign, what it does now, and its algorithm.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        foreach (var key in await new SigningKeys(store.Identity, TimeProvider.System).ListAsync(cancellationToken))
        {
            await System.Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(key, FormatOption.Json)
                : string.Create(CultureInfo.InvariantCulture, $"{key.Id}\t{key.SignsFrom:yyyy-MM-ddTHH:mm:ssZ}\t{key.State}\t{key.Algorithm}"));
        }

        return ExitCodes.Fine;
    }
}
