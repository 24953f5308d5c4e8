using System.CommandLine;
using Bartizan.Core.Results;

namespace Bartizan.Commands.KillSwitches;

/// <summary><c>bartizan kill lift</c>: lets a target go on. Tokens from before stay dead.</summary>
internal static class KillLiftCommand
{
    public static Command Create()
    {
        var (target, data, by) = (new TargetArguments(), DataOption.Create(), ByOption.Create());
        var reason = KillThrowCommand.ReasonOption("Why it may go on, for the ledger.");
        var command = new Command("lift", "Lets it go on. Tokens that were issued before it was stopped stay dead.") { target.Kind, target.Name, reason, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var (folder, started) = (parse.GetValue(data)!, TimeProvider.System.GetTimestamp());
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            var lifted = await target.ReadAsync(parse, store, cancellationToken);
            if (!await store.Standing.LiftAsync(lifted, KillThrowCommand.Reason(parse.GetValue(reason)!), parse.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken))
            {
                throw new InputException(new InputError($"Nothing stops {lifted}.", "`bartizan kill list` shows what is stopped."));
            }

            return await Confirmation.WaitAsync(store, folder, $"It may go on: {lifted}.", started, cancellationToken);
        }));
        return command;
    }
}
