using System.CommandLine;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Access;

/// <summary><c>bartizan access key list</c>: the keys of a person that count.</summary>
internal static class AccessKeyListCommand
{
    public static Command Create()
    {
        var data = DataOption.Create();
        var account = AccountOption.Create("--account", "The person's account.");
        var command = new Command("list", "Lists a person's keys, one a line: id, key or passkey, name, since when.") { account, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() => RunAsync(parse.GetValue(account)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string account, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var person = await AccountOption.FindAsync(store, account, cancellationToken);
        foreach (var key in await store.Access.KeysAsync(person.Id, cancellationToken))
        {
            await System.Console.Out.WriteLineAsync($"{key.Id}\t{(key.Passkey is null ? "key" : "passkey")}\t{VisibleText.Of(key.Name)}\t{key.Created.UtcDateTime:u}");
        }

        return ExitCodes.Fine;
    }
}
