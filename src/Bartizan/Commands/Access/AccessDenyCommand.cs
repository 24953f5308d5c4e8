using System.CommandLine;
using Bartizan.Core.Results;
using Bartizan.Identity.Elevation;

namespace Bartizan.Commands.Access;

/// <summary><c>bartizan access deny</c>: says no.</summary>
internal static class AccessDenyCommand
{
    public static Command Create()
    {
        var (request, data) = (RequestArgument.Create(), DataOption.Create());
        var by = AccountOption.Create("--by", "Account of the person who denies.");
        var reason = new Option<string>("--reason") { Description = "Why, for people.", DefaultValueFactory = _ => "" };
        var command = new Command("deny", "Denies an access request; the same call is not asked for again before the request's time is over.") { request, by, reason, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(request)!, parse.GetValue(by)!, parse.GetValue(reason)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string id, string by, string reason, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        await RequestArgument.FindAsync(store, id, cancellationToken);
        if (!await new ApprovalDesk(store.Access, TimeProvider.System).DenyAsync(id, by, reason, cancellationToken))
        {
            throw new InputException(new InputError("The request waits no longer.", "Look at it with `bartizan access show`."));
        }

        await System.Console.Error.WriteLineAsync($"Denied by {by}.");
        return ExitCodes.Fine;
    }
}
