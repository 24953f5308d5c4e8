using System.CommandLine;
using Bartizan.Core.Credentials;

namespace Bartizan.Commands.Secrets;

/// <summary><c>bartizan secret remove</c>: forgets a secret; returns when the gateway no longer uses it.</summary>
internal static class SecretRemoveCommand
{
    public static Command Create()
    {
        var (name, data, by) = (SecretInput.Name(), DataOption.Create(), ByOption.Create());
        var command = new Command("remove", "Removes a secret and forgets its value. Requests that need it are refused from then on.") { name, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var (called, folder, started) = (SecretText.ReadName(parse.GetValue(name)!), parse.GetValue(data)!, TimeProvider.System.GetTimestamp());
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            return await store.Secrets.RemoveAsync(called, parse.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken)
                ? await Confirmation.WaitAsync(store, folder, $"Removed: {called}.", started, cancellationToken)
                : throw SecretRotateCommand.Unknown(called);
        }));
        return command;
    }
}
