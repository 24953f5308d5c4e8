using System.CommandLine;
using Bartizan.Core.Results;
using Bartizan.Storage;

namespace Bartizan.Commands.Blueprints;

/// <summary><c>bartizan blueprint review</c> and <c>retire</c>: what a person decides of one blueprint.</summary>
internal static class BlueprintStandingCommands
{
    public static Command CreateReview() => Create(
        "review", "Notes that somebody looked at a blueprint and found it right.", (store, id, by, now, cancel) => store.Registry.ReviewBlueprintAsync(id, by, now, cancel), "reviewed.");

    public static Command CreateRetire() => Create(
        "retire", "Retires a blueprint for good; its agents are suspended within a second.",
        (store, id, by, now, cancel) => store.Registry.RetireBlueprintAsync(id, by, now, cancel), "retired; its agents are suspended.");

    private delegate ValueTask<bool> Decide(BartizanStore store, string id, string by, DateTimeOffset now, CancellationToken cancellationToken);

    private static Command Create(string verb, string description, Decide decide, string done)
    {
        var name = new Argument<string>("blueprint") { Description = "Id or name." };
        var (by, data) = (ByOption.Create(), DataOption.Create());
        var command = new Command(verb, description) { name, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            await using var store = await DataOption.OpenBesideAsync(parse.GetValue(data)!, cancellationToken);
            var blueprint = await BlueprintLine.FindAsync(store, parse.GetValue(name)!, cancellationToken);
            if (!await decide(store, blueprint.Id, parse.GetValue(by)!, TimeProvider.System.GetUtcNow(), cancellationToken))
            {
                throw new InputException(new InputError($"The blueprint '{parse.GetValue(name)}' is retired already.", "`bartizan blueprint list` shows all of them."));
            }

            await System.Console.Error.WriteLineAsync($"Blueprint {blueprint.Mark} ({blueprint.Id}) is {done}");
            return ExitCodes.Fine;
        }));
        return command;
    }
}
