using System.CommandLine;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Access;

/// <summary><c>bartizan access key remove</c>: a key counts no more, nor do grants that rest on it.</summary>
internal static class AccessKeyRemoveCommand
{
    public static Command Create()
    {
        var data = DataOption.Create();
        var key = new Argument<string>("key") { Description = "Id of the key, such as apk_…" };
        var account = AccountOption.Create("--account", "The person's account.");
        var by = ByOption.Create("Who removes it");
        var command = new Command("remove", "Removes a person's key; grants that rest on it count no more.") { key, account, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() => RunAsync(
            parse.GetValue(key)!, parse.GetValue(account)!, parse.GetValue(by)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string key, string account, string by, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var person = await AccountOption.FindAsync(store, account, cancellationToken);
        if (!await store.Access.RevokeKeyAsync(person.Id, key, by, TimeProvider.System.GetUtcNow(), cancellationToken))
        {
            throw new InputException(new InputError($"{account} has no key '{key}'.", "`bartizan access key list` shows them."));
        }

        await System.Console.Error.WriteLineAsync($"Removed by {by}: {key}.");
        return ExitCodes.Fine;
    }
}
