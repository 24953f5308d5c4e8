using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Storage;

namespace Bartizan.Commands.Instances;

/// <summary><c>bartizan instance show</c>: one run with everything that its evidence said.</summary>
internal static class InstanceShowCommand
{
    public static Command Create()
    {
        var id = IdArgument();
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("show", "Shows one instance with everything that its evidence said.") { id, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            await using var store = await DataOption.OpenBesideAsync(parse.GetValue(data)!, cancellationToken);
            var instance = await FindAsync(store, parse.GetValue(id)!, cancellationToken);
            var name = (await store.Agents.FindAsync(instance.Agent, cancellationToken))?.Name ?? instance.Agent;
            await System.Console.Out.WriteLineAsync(parse.GetValue(format) == "json"
                ? JsonSerializer.Serialize(InstanceLine.Of(instance, name), FormatOption.Json)
                : Text(instance, name));
            return ExitCodes.Fine;
        }));
        return command;
    }

    /// <summary>The argument that names a run.</summary>
    public static Argument<string> IdArgument() => new("instance") { Description = "Id of the instance." };

    /// <summary>A run by its id.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static async Task<AgentInstance> FindAsync(BartizanStore store, string id, CancellationToken cancellationToken) =>
        await store.Instances.FindAsync(id, cancellationToken)
        ?? throw new InputException(new InputError($"There is no instance '{id}'.", "`bartizan instance list` shows them; those over for a day are forgotten."));

    private static string Text(AgentInstance instance, string name) => string.Join(
        Environment.NewLine,
        [
            $"{instance.Id}  of {VisibleText.Of(name)} ({instance.Agent}), {InstanceLine.StateText(instance, TimeProvider.System.GetUtcNow())}",
            $"  key       {instance.Thumbprint}",
            $"  began     {InstanceLine.Time(instance.Started)}",
            $"  evidence  {InstanceLine.Time(instance.Attested)}",
            $"  until     {InstanceLine.Time(instance.Ended ?? instance.Ends)}",
            .. instance.Selectors.Select(s => $"  {VisibleText.Of(s)}"),
        ]);
}
