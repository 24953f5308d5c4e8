using System.CommandLine;
using Bartizan.Core.KillSwitches;
using Bartizan.Core.Results;

namespace Bartizan.Commands.KillSwitches;

/// <summary><c>bartizan kill throw</c>: one write; returns when the gateway has confirmed that nothing of the target passes any more.</summary>
internal static class KillThrowCommand
{
    public static Command Create()
    {
        var (target, data, by) = (new TargetArguments(), DataOption.Create(), ByOption.Create());
        var reason = ReasonOption("Why, for the ledger and whoever looks after it.");
        var command = new Command("throw", "Stops it now: refuses what is new, cuts what is under way, ends its tokens. Waits until the gateway confirms.")
        {
            target.Kind, target.Name, reason, by, data,
        };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var (folder, started) = (parse.GetValue(data)!, TimeProvider.System.GetTimestamp());
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            var stopped = await target.ReadAsync(parse, store, cancellationToken);
            await store.Standing.ThrowAsync(stopped, Reason(parse.GetValue(reason)!), parse.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken);
            return await Confirmation.WaitAsync(store, folder, $"Stopped: {stopped}.", started, cancellationToken);
        }));
        return command;
    }

    internal static Option<string> ReasonOption(string description) => new("--reason") { Description = description, Required = true };

    internal static string Reason(string text) => KillSwitch.ReadReason(text)
        ?? throw new InputException(new InputError("There is no reason, or it is too long.", $"Say why in 1 to {KillSwitch.LongestReason} characters."));
}
