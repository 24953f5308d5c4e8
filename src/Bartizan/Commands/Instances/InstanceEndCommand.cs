using System.CommandLine;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Instances;

/// <summary><c>bartizan instance end</c>: ends one run with everything that was issued to it, confirmed by the gateway.</summary>
internal static class InstanceEndCommand
{
    public static Command Create()
    {
        var id = InstanceShowCommand.IdArgument();
        var (by, data) = (ByOption.Create(), DataOption.Create());
        var command = new Command("end", "Ends an instance: its identity and all tokens that came of it are refused, and what is under way is cut.") { id, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var started = TimeProvider.System.GetTimestamp();
            var folder = parse.GetValue(data)!;
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            var instance = await InstanceShowCommand.FindAsync(store, parse.GetValue(id)!, cancellationToken);
            return await store.Instances.EndAsync(instance.Id, parse.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken)
                ? await Confirmation.WaitAsync(store, folder, $"Instance {instance.Id} is ended.", started, cancellationToken)
                : throw new InputException(new InputError($"Instance '{instance.Id}' does not run.", "`bartizan instance list` shows which do."));
        }));
        return command;
    }
}
