using System.CommandLine;
using Bartizan.Core.Credentials;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Secrets;

/// <summary><c>bartizan secret rotate</c>: gives a secret a new value; returns when the gateway uses it.</summary>
internal static class SecretRotateCommand
{
    public static Command Create()
    {
        var (name, file, data, by) = (SecretInput.Name(), SecretInput.File(), DataOption.Create(), ByOption.Create());
        var command = new Command("rotate", "Gives a secret a new value from standard input or a file, and forgets the old. Once it returns, every request carries the new one.") { name, file, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var (called, folder, started) = (SecretText.ReadName(parse.GetValue(name)!), parse.GetValue(data)!, TimeProvider.System.GetTimestamp());
            var value = await SecretInput.ReadAsync(parse.GetValue(file), cancellationToken);
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            return await store.Secrets.RotateAsync(called, value, parse.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken)
                ? await Confirmation.WaitAsync(store, folder, $"Rotated: {called}.", started, cancellationToken)
                : throw Unknown(called);
        }));
        return command;
    }

    internal static InputException Unknown(string name) => new(new InputError($"There is no secret {name}.", "`bartizan secret list` shows what there is."));
}
