using System.CommandLine;
using Bartizan.Core.Credentials;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Secrets;

/// <summary><c>bartizan secret add</c>: seals a secret and binds it to hosts and a header.</summary>
internal static class SecretAddCommand
{
    public static Command Create()
    {
        var (name, file, data, by) = (SecretInput.Name(), SecretInput.File(), DataOption.Create(), ByOption.Create());
        var host = new Option<string[]>("--host") { Description = "Host it may be sent to, with its port if that is not the usual one; may be given several times.", Required = true };
        var header = new Option<string>("--header") { Description = "Header that carries it, such as x-api-key or 'Authorization: Basic'.", DefaultValueFactory = _ => "Authorization" };
        var owner = new Option<string>("--owner") { Description = "Who answers for it.", DefaultValueFactory = _ => Environment.UserName };
        var command = new Command("add", "Adds a secret; its value comes from standard input or a file. Refer to it in bartizan.yaml with credential: secret:NAME.") { name, host, header, owner, file, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var (called, folder, started) = (SecretText.ReadName(parse.GetValue(name)!), parse.GetValue(data)!, TimeProvider.System.GetTimestamp());
            var binding = SecretBinding.Read(parse.GetValue(host)!, parse.GetValue(header)!);
            var value = await SecretInput.ReadAsync(parse.GetValue(file), cancellationToken);
            await using var store = await DataOption.OpenOrCreateAsync(folder, cancellationToken);
            if (!await store.Secrets.AddAsync(called, parse.GetValue(owner)!, binding, value, parse.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken))
            {
                throw new InputException(new InputError($"There is a secret {called}.", $"Give it a new value with: bartizan secret rotate {called}"));
            }

            return await Confirmation.WaitAsync(store, folder, $"Added: {called}, {binding}.", started, cancellationToken);
        }));
        return command;
    }
}
