using System.CommandLine;
using System.Globalization;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Results;
using Bartizan.Identity.Reviews;

namespace Bartizan.Commands.Reviews;

/// <summary><c>bartizan review start</c>: asks those who vouch for authority whether it is still needed.</summary>
internal static class ReviewStartCommand
{
    public static Command Create()
    {
        var title = new Argument<string>("title") { Description = "What people call it." };
        var answer = new Option<string>("--for") { Description = "How long people have; what nobody answers is removed then.", DefaultValueFactory = _ => "14d" };
        var window = new Option<string>("--uses-of") { Description = "How far back uses are counted.", DefaultValueFactory = _ => "90d" };
        var blueprints = new Option<string[]>("--blueprint") { Description = "Only this blueprint; may be given several times." };
        var kinds = new Option<string[]>("--kind") { Description = "Only this: model, tool, agent or consent; may be given several times." };
        var unused = new Option<bool>("--unused") { Description = "Only what was not used." };
        var reviewer = new Option<string?>("--reviewer") { Description = "Account that is asked, instead of sponsors and owners." };
        var (by, data) = (ByOption.Create("Who begins it"), DataOption.Create());
        var command = new Command("start", "Begins a review: those who vouch for authority are asked whether it is still needed. What nobody answers in time is removed.")
        {
            title, answer, window, blueprints, kinds, unused, reviewer, by, data,
        };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var folder = parse.GetValue(data)!;
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            using var parts = await ReviewParts.OfAsync(store, folder, cancellationToken);
            var named = parse.GetValue(reviewer);
            if (named is not null && !await store.Registry.HasAccountAsync(named, cancellationToken))
            {
                throw new InputException(new InputError($"--reviewer: there is no console account {named} that is not disabled.", "The console's page People lists accounts."));
            }

            var campaign = await parts.Desk.OpenAsync(
                new CampaignDraft
                {
                    Title = parse.GetValue(title)!,
                    By = parse.GetValue(by)!,
                    AnswerWithin = ReviewParts.Duration("--for", parse.GetValue(answer)!),
                    Window = ReviewParts.Duration("--uses-of", parse.GetValue(window)!),
                    Blueprints = [.. await Task.WhenAll((parse.GetValue(blueprints) ?? []).Select(async b => (await Blueprints.BlueprintLine.FindAsync(store, b, cancellationToken)).Name))],
                    Kinds = [.. (parse.GetValue(kinds) ?? []).Select(Kind)],
                    OnlyUnused = parse.GetValue(unused),
                    Reviewer = named,
                },
                cancellationToken);
            var items = await store.Reviews.ItemsAsync(campaign.Id, cancellationToken);
            await System.Console.Out.WriteLineAsync(campaign.Id);
            await System.Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{items.Count} questions to {items.Select(i => i.Reviewer).Distinct(StringComparer.OrdinalIgnoreCase).Count()} people, until {campaign.Due:u}."));
            return ExitCodes.Fine;
        }));
        return command;
    }

    private static ReviewKind Kind(string text) => Enum.TryParse<ReviewKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
        ? kind
        : throw new InputException(new InputError($"--kind: '{text}' is none.", "Write model, tool, agent or consent."));
}
