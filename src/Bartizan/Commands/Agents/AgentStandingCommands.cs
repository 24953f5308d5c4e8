using System.CommandLine;
using Bartizan.Core.Identity;
using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Identity.Registry;
using Bartizan.Storage;

namespace Bartizan.Commands.Agents;

/// <summary><c>bartizan agent suspend</c> and <c>resume</c>: what a person decides of one agent, confirmed by the gateway.</summary>
internal static class AgentStandingCommands
{
    public static Command CreateSuspend() => Create(
        "suspend", "Suspends an agent until it is resumed: keys, tokens and new tokens are refused, and what is under way is cut.",
        (store, agent, reason, by, now, cancel) => store.Registry.SuspendAsync(agent.Id, reason, by, now, cancel), "is revoked");

    public static Command CreateResume() => Create(
        "resume", "Takes a suspension by a person back. What else stands against the agent stays.",
        (store, agent, reason, by, now, cancel) => store.Registry.ResumeAsync(agent.Id, reason, by, now, cancel), "was not suspended by a person");

    private delegate ValueTask<bool> Decide(BartizanStore store, Agent agent, string reason, string by, DateTimeOffset now, CancellationToken cancellationToken);

    private static Command Create(string name, string description, Decide decide, string otherwise)
    {
        var agent = new Argument<string>("agent") { Description = "Id or name." };
        var reason = new Option<string>("--reason") { Description = "Why, for people and the ledger.", Required = true };
        var (by, data) = (ByOption.Create(), DataOption.Create());
        var command = new Command(name, description) { agent, reason, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var started = TimeProvider.System.GetTimestamp();
            var why = SuspensionReason.Read(parse.GetValue(reason)!);
            var folder = parse.GetValue(data)!;
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            var found = await FindAsync(store, parse.GetValue(agent)!, cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            if (!await decide(store, found, why, parse.GetValue(by)!, now, cancellationToken))
            {
                throw new InputException(new InputError($"Agent '{VisibleText.Of(found.Name)}' {otherwise}.", "`bartizan agent list` shows all agents."));
            }

            var state = AgentLine.StateText(await FindAsync(store, found.Id, cancellationToken), now);
            return await Confirmation.WaitAsync(store, folder, $"Agent '{VisibleText.Of(found.Name)}' ({found.Id}): {state}.", started, cancellationToken);
        }));
        return command;
    }

    /// <summary>An agent by id or name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static async Task<Agent> FindAsync(BartizanStore store, string idOrName, CancellationToken cancellationToken) =>
        await store.Agents.FindAsync(idOrName, cancellationToken)
        ?? throw new InputException(new InputError($"There is no agent '{idOrName}'.", "`bartizan agent list` shows all agents."));
}
