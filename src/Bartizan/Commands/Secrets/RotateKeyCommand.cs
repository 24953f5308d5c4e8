using System.CommandLine;
using System.Globalization;

namespace Bartizan.Commands.Secrets;

/// <summary><c>bartizan secret rotate-key</c>: wraps the store's data keys under another key-encryption key.</summary>
internal static class RotateKeyCommand
{
    public static Command Create()
    {
        var to = new Option<string?>("--to")
        {
            Description = "Where the new key-encryption key is: file:/path or env:NAME (32 bytes in base64), or pkcs11:… on a token [default: a new key in the data folder].",
            HelpName = "source",
        };
        var (data, by) = (DataOption.Create(), ByOption.Create());
        var command = new Command("rotate-key", "Wraps the keys that seal the store under another key-encryption key, and adds a new one for what is sealed from now on. A running gateway goes on.") { to, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            await using var store = await DataOption.OpenBesideAsync(parse.GetValue(data)!, cancellationToken);
            var key = await store.Sealing.RotateAsync(parse.GetValue(to), parse.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken);
            await System.Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{store.Sealing.List().Count} data keys are wrapped by {key.Source} now. The next start of the gateway needs it; the old key opens nothing of this store any more."));
            return ExitCodes.Fine;
        }));
        return command;
    }
}
