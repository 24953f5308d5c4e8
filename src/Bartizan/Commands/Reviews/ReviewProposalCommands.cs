using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Text;
using Bartizan.Identity.Reviews;

namespace Bartizan.Commands.Reviews;

/// <summary><c>bartizan review propose</c>, <c>proposals</c>, <c>accept</c> and <c>decline</c>: narrower authority where it was not used.</summary>
internal static class ReviewProposalCommands
{
    private const int Most = 1_000;

    public static Command CreatePropose()
    {
        var window = new Option<string>("--unused-for") { Description = "After which time without use something counts as unused.", DefaultValueFactory = _ => "30d" };
        var within = new Option<string>("--for") { Description = "How long owners have.", DefaultValueFactory = _ => "14d" };
        var data = DataOption.Create();
        var command = new Command("propose", "Looks for authority that was not used, and proposes narrower blueprints to their owners.") { window, within, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var folder = parse.GetValue(data)!;
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            var options = new ReviewOptions { Window = ReviewParts.Duration("--unused-for", parse.GetValue(window)!), AnswerWithin = ReviewParts.Duration("--for", parse.GetValue(within)!) };
            using var parts = await ReviewParts.OfAsync(store, folder, cancellationToken, options);
            await parts.RightSizing.ReconcileAsync(cancellationToken);
            var proposed = await parts.RightSizing.LookAsync(cancellationToken);
            var watched = await store.Exchanges.WatchedSinceAsync(cancellationToken);
            await System.Console.Error.WriteLineAsync(watched is null || watched > TimeProvider.System.GetUtcNow() - options.Window
                ? $"Traffic has not been watched for {options.Window.TotalDays:0} days yet: nothing can be called unused."
                : string.Create(CultureInfo.InvariantCulture, $"{proposed} new proposals. `bartizan review proposals` lists them."));
            return ExitCodes.Fine;
        }));
        return command;
    }

    public static Command CreateList()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("proposals", "Lists proposals of narrower authority, open ones first.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            await using var store = await DataOption.OpenBesideAsync(parse.GetValue(data)!, cancellationToken);
            foreach (var proposal in await store.Reviews.ProposalsAsync(Most, cancellationToken))
            {
                await System.Console.Out.WriteLineAsync(parse.GetValue(format) == "json" ? JsonSerializer.Serialize(proposal, FormatOption.Json) : Text(proposal));
            }

            return ExitCodes.Fine;
        }));
        return command;
    }

    public static Command CreateAccept() => Decide(
        "accept", "Puts a proposal in force as the next version of its blueprint.", false,
        async (sizing, id, by, reason, cancel) => $"{(await sizing.AcceptAsync(id, by, reason.Length == 0 ? null : reason, cancel)).Mark} is in force.");

    public static Command CreateDecline() => Decide("decline", "Says no to a proposal; it is not made again for as long as it takes to call something unused.", true, async (sizing, id, by, reason, cancel) =>
    {
        await sizing.DeclineAsync(id, by, reason, cancel);
        return "Declined.";
    });

    private static Command Decide(string verb, string description, bool needsReason, Func<RightSizing, string, string, string, CancellationToken, Task<string>> decide)
    {
        var id = new Argument<string>("proposal") { Description = "Its id." };
        var reason = new Option<string>("--reason") { Description = "Why, for the ledger.", Required = needsReason, DefaultValueFactory = needsReason ? null : _ => "" };
        var (by, data) = (ByOption.Create("Who decides"), DataOption.Create());
        var command = new Command(verb, description) { id, reason, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var folder = parse.GetValue(data)!;
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            using var parts = await ReviewParts.OfAsync(store, folder, cancellationToken);
            await System.Console.Error.WriteLineAsync(await decide(parts.RightSizing, parse.GetValue(id)!, parse.GetValue(by)!, parse.GetValue(reason)!, cancellationToken));
            return ExitCodes.Fine;
        }));
        return command;
    }

    private static string Text(AuthorityProposal proposal) => string.Join(
        '\t',
        proposal.Id,
        VisibleText.Of($"{proposal.Name}@{proposal.Version}"),
        "asked: " + VisibleText.Of(proposal.Owner),
        VisibleText.Of(string.Join("; ", proposal.Changes.Select(Text))),
        string.Create(CultureInfo.InvariantCulture, $"{proposal.Backtest.Refused} of {proposal.Backtest.Passed} recorded uses would be refused"),
        proposal.State == ProposalState.Open ? "until " + proposal.Until.ToString("u", CultureInfo.InvariantCulture) : proposal.State.ToString().ToLowerInvariant());

    private static string Text(Narrowed change) =>
        $"{change.Setting}: {(change.Entry.Length == 0 ? "anything" : change.Entry)} -> {(change.Instead.Count == 0 ? "nothing" : string.Join(", ", change.Instead))}";
}
