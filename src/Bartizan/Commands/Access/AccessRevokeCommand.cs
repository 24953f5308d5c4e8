using System.CommandLine;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Access;

/// <summary><c>bartizan access revoke</c>: takes a grant back; it counts no more from then on.</summary>
internal static class AccessRevokeCommand
{
    public static Command Create()
    {
        var data = DataOption.Create();
        var grant = new Argument<string>("grant") { Description = "Id of the grant, such as grt_…, or of its request." };
        var by = ByOption.Create("Who takes it back");
        var command = new Command("revoke", "Takes a grant back.") { grant, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(grant)!, parse.GetValue(by)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string id, string by, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var grant = (await store.Access.GrantOfAsync(id, cancellationToken))?.Id ?? id;
        if (!await store.Access.RevokeAsync(grant, by, TimeProvider.System.GetUtcNow(), cancellationToken))
        {
            throw new InputException(new InputError($"There is no grant '{id}' that still counts.", "`bartizan access show` names the grant of a request."));
        }

        await System.Console.Error.WriteLineAsync($"Taken back by {by}: {grant}.");
        return ExitCodes.Fine;
    }
}
