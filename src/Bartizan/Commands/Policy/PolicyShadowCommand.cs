using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Storage.Exchanges;

namespace Bartizan.Commands.Policy;

/// <summary>
/// <c>bartizan policy shadow</c>: what policies in shadow mode would have changed so far, and which have seen enough to be enforced. Read from views that the
/// serving process keeps, about half a second behind the log: two processes must not write them.
/// </summary>
internal static class PolicyShadowCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var budget = Budget();
        var command = new Command("shadow", "Shows what policies in shadow mode would have changed, and whether they have seen enough. Exit code 1 when one has not.") { budget, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, Share(parse.GetValue(budget)!), parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    /// <summary>The option that says how much a policy may change.</summary>
    public static Option<string> Budget() => new("--budget") { Description = "Share of benign exchanges that a policy may change, at 95 % confidence.", HelpName = "percentage", DefaultValueFactory = _ => "1%" };

    /// <summary>Its value, 0 to 1.</summary>
    public static double Share(string text) => Quantities.Percent(text) is > 0 and < 1 and var share
        ? share
        : throw new InputException(new InputError($"--budget {text} is not understood.", $"Write {Quantities.PercentExpected}."));

    /// <summary>How a trial is going, in a line.</summary>
    public static string Text(ShadowTrial trial, double budget) => string.Create(
        CultureInfo.InvariantCulture,
        $"{trial.Policy}\t{trial.Digest}\tasked of {trial.Asked}, would have changed {trial.Changed}{(trial.Attacks > 0 ? $", {trial.Attacks} of them attacks" : "")}\tat most {100 * trial.Most:0.##} % of benign exchanges\t{Say(trial, budget)}\tlast asked {trial.Last.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");

    private static async Task<int> RunAsync(string data, double budget, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var trials = await store.Exchanges.ShadowAsync(cancellationToken);
        foreach (var trial in trials)
        {
            await System.Console.Out.WriteLineAsync(json ? Json(trial, budget) : Text(trial, budget));
        }

        if (trials.Count == 0)
        {
            await System.Console.Error.WriteLineAsync("No policy in shadow mode was asked yet: write @mode(\"shadow\") on one, or name a folder under shadow in bartizan.yaml.");
        }

        return trials.All(t => t.State(budget) == TrialState.Enough) ? ExitCodes.Fine : ExitCodes.Findings;
    }

    private static string Json(ShadowTrial trial, double budget) => JsonSerializer.Serialize(
        new { trial.Policy, trial.Digest, trial.Asked, trial.Changed, trial.Attacks, trial.First, trial.Last, trial.Most, budget, needed = trial.Needed(budget), state = trial.State(budget) },
        FormatOption.Json);

    private static string Say(ShadowTrial trial, double budget) => trial.State(budget) switch
    {
        TrialState.Enough => "has seen enough to enforce",
        TrialState.TooMany => "changes more than the budget: look at what it would have changed",
        _ => string.Create(CultureInfo.InvariantCulture, $"watching: {trial.Needed(budget)} exchanges are enough if it changes no more"),
    };
}
