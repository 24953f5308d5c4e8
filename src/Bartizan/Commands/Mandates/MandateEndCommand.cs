using System.CommandLine;
using Bartizan.Commands.KillSwitches;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Mandates;

/// <summary><c>bartizan mandate end</c>: one write; returns when the gateway has confirmed that nothing passes under it any more.</summary>
internal static class MandateEndCommand
{
    public static Command Create()
    {
        var (data, by) = (DataOption.Create(), ByOption.Create());
        var id = new Argument<string>("id") { Description = "Its id, as `bartizan mandate list` shows it." };
        var reason = KillThrowCommand.ReasonOption("Why, for the ledger.");
        var command = new Command("end", "Ends a mandate with every token and mandate below it, and cuts what is under way. Waits until the gateway confirms.") { id, reason, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var (folder, started, ended) = (parse.GetValue(data)!, TimeProvider.System.GetTimestamp(), parse.GetValue(id)!);
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            if (!await store.Mandates.EndMandateAsync(ended, KillThrowCommand.Reason(parse.GetValue(reason)!), parse.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken))
            {
                throw new InputException(new InputError($"There is no mandate {ended} that is not over.", "`bartizan mandate list` shows them."));
            }

            return await Confirmation.WaitAsync(store, folder, $"Ended: mandate {ended}.", started, cancellationToken);
        }));
        return command;
    }
}
