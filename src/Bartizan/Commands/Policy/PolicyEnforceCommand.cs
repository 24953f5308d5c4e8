using System.CommandLine;
using System.Globalization;
using Bartizan.Configuration;
using Bartizan.Core.Policies;
using Bartizan.Core.Results;
using Bartizan.Policy;
using Bartizan.Storage.Exchanges;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy enforce</c>: puts policies in force that were only tried because they were new (<c>shadow.newPolicies</c>).</summary>
internal static class PolicyEnforceCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("policies") { Description = "Their ids, as bartizan policy shadow shows them.", Arity = ArgumentArity.OneOrMore };
        var config = new Option<string>("--config") { Description = "The configuration file that the gateway runs with.", HelpName = "file", Required = true };
        var budget = PolicyShadowCommand.Budget();
        var anyway = new Option<bool>("--anyway") { Description = "Also if it has not seen enough." };
        var by = ByOption.Create("Who does so");
        var data = DataOption.Create();
        var command = new Command("enforce", "Puts new policies in force once they have seen enough. Exit code 1 when one has not.") { ids, config, budget, anyway, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() => RunAsync(
            parse.GetValue(ids)!,
            ConfigReader.ReadFile(parse.GetValue(config)!),
            PolicyShadowCommand.Share(parse.GetValue(budget)!),
            parse.GetValue(anyway),
            parse.GetValue(by)!,
            parse.GetValue(data)!,
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string[] ids, BartizanConfig config, double budget, bool anyway, string by, string data, CancellationToken cancellationToken)
    {
        if (!config.Shadow.NewPolicies)
        {
            throw new InputException(new InputError("shadow.newPolicies is not set, so every policy without @mode(\"shadow\") is in force already.", "Set it to true to have new ones tried first."));
        }

        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var inForce = (await store.EnforcedPolicies.ListAsync(cancellationToken)).ToDictionary(p => p.Id, p => p.Text, StringComparer.Ordinal);
        var written = Hosting.PolicyFiles.Read(config);
        var tried = written.WithNewInShadow(inForce).Policies.Where(p => p.IsShadow).ToDictionary(p => p.Id, StringComparer.Ordinal);
        var trials = await store.Exchanges.ShadowAsync(cancellationToken);
        var chosen = ids.Distinct(StringComparer.Ordinal).Select(id => Find(id, tried, written)).ToList();
        var early = chosen.Where(c => !anyway && State(c.Tried, trials, budget) != TrialState.Enough).ToList();
        foreach (var (_, policy) in early)
        {
            await System.Console.Error.WriteLineAsync(Say(policy, trials, budget));
        }

        if (early.Count > 0)
        {
            await System.Console.Error.WriteLineAsync("Nothing was put in force. --anyway does it all the same.");
            return ExitCodes.Findings;
        }

        var now = TimeProvider.System.GetUtcNow();
        await store.EnforcedPolicies.EnforceAsync([.. chosen.Select(c => new EnforcedPolicy(c.Written.Id, c.Written.Text, by, now))], cancellationToken);
        foreach (var (policy, _) in chosen)
        {
            await System.Console.Out.WriteLineAsync($"{policy.Id}\t{policy.Digest}\tin force, by {by}; gateways follow within a second");
        }

        return ExitCodes.Fine;
    }

    // A new version is known by its own id, and by the id it will have.
    private static (Bartizan.Policy.Policy Written, Bartizan.Policy.Policy Tried) Find(string id, Dictionary<string, Bartizan.Policy.Policy> tried, PolicySet written)
    {
        var policy = tried.GetValueOrDefault(PolicySet.NextOf(id)) ?? tried.GetValueOrDefault(id)
            ?? throw new InputException(new InputError($"There is no new policy {id}.", tried.Count == 0 ? "All are in force." : $"Those that are tried: {string.Join(", ", tried.Keys)}."));
        var own = written.Policies.First(p => p.Id == (policy.Replaces ?? policy.Id));
        return own.IsShadow
            ? throw new InputException(new InputError($"{own.Id} is in shadow mode because its file or the configuration says so.", "Take @mode(\"shadow\") off, or move it out of what shadow names.", own.File, own.Line, 1))
            : (own, policy);
    }

    private static ShadowTrial? Of(Bartizan.Policy.Policy policy, IReadOnlyList<ShadowTrial> trials) => trials.FirstOrDefault(t => t.Policy == policy.Id && t.Digest == policy.Digest);

    private static TrialState State(Bartizan.Policy.Policy policy, IReadOnlyList<ShadowTrial> trials, double budget) => Of(policy, trials)?.State(budget) ?? TrialState.Watching;

    private static string Say(Bartizan.Policy.Policy policy, IReadOnlyList<ShadowTrial> trials, double budget) => Of(policy, trials) is { } trial
        ? PolicyShadowCommand.Text(trial, budget)
        : string.Create(CultureInfo.InvariantCulture, $"{policy.Id}\t{policy.Digest}\twas not asked yet");
}
