using System.CommandLine;
using System.Globalization;
using Bartizan.Identity.Keys;

namespace Bartizan.Commands.Identity;

/// <summary><c>bartizan identity keys rotate</c>: adds a signing key and prints its id on stdout.</summary>
internal static class KeysRotateCommand
{
    public static Command Create()
    {
        var now = new Option<bool>("--now") { Description = "End all other keys at once, with every token that they signed: for a key that became known." };
        var data = DataOption.Create();
        var command = new Command("rotate", "Adds a signing key: published at once, signing after five minutes; what was signed before keeps working until it ends.") { now, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(now), parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(bool now, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var keys = new SigningKeys(store.Identity, TimeProvider.System);
        var key = now ? await keys.ReplaceAsync(cancellationToken) : await keys.RotateAsync(cancellationToken);
        await System.Console.Out.WriteLineAsync(key.Id);
        await System.Console.Error.WriteLineAsync(now
            ? "All other keys have ended. Running gateways sign with this one, and refuse what others signed, within a second."
            : string.Create(CultureInfo.InvariantCulture, $"It signs from {key.SignsFrom:yyyy-MM-ddTHH:mm:ssZ}."));
        return ExitCodes.Fine;
    }
}
