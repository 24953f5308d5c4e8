using System.CommandLine;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Reviews;

/// <summary><c>bartizan review answer</c> and <c>assign</c>: what somebody says of one question, and whom to ask instead.</summary>
internal static class ReviewAnswerCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("question") { Description = "Its id, as `bartizan review show` prints it." };
        var answer = new Argument<string>("answer") { Description = "keep, narrow (of an entry for many names those stay that were used) or remove." };
        answer.AcceptOnlyFromAmong("keep", "narrow", "remove");
        var reason = new Option<string>("--reason") { Description = "Why, for the ledger; needed for all but keep.", DefaultValueFactory = _ => "" };
        var (by, data) = (ByOption.Create("Who answers"), DataOption.Create());
        var command = new Command("answer", "Answers a question of a review. It is carried out at once, and stays.") { id, answer, reason, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var folder = parse.GetValue(data)!;
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            using var parts = await ReviewParts.OfAsync(store, folder, cancellationToken);
            var item = await parts.Desk.AnswerAsync(
                parse.GetValue(id)!, Enum.Parse<ReviewAnswer>(parse.GetValue(answer)!, ignoreCase: true), parse.GetValue(reason)!, parse.GetValue(by)!, forOthers: true, cancellationToken);
            await System.Console.Error.WriteLineAsync($"Answered: {item.Outcome ?? "it is carried out by the server"}.");
            return ExitCodes.Fine;
        }));
        return command;
    }

    public static Command CreateAssign()
    {
        var id = new Argument<string>("question") { Description = "Its id, as `bartizan review show` prints it." };
        var reviewer = new Argument<string>("account") { Description = "The account that is asked instead." };
        var (by, data) = (ByOption.Create(), DataOption.Create());
        var command = new Command("assign", "Asks somebody else.") { id, reviewer, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var folder = parse.GetValue(data)!;
            await using var store = await DataOption.OpenBesideAsync(folder, cancellationToken);
            using var parts = await ReviewParts.OfAsync(store, folder, cancellationToken);
            if (!await store.Registry.HasAccountAsync(parse.GetValue(reviewer)!, cancellationToken))
            {
                throw new InputException(new InputError($"There is no console account {parse.GetValue(reviewer)} that is not disabled.", "The console's page People lists accounts."));
            }

            await parts.Desk.ReassignAsync(parse.GetValue(id)!, parse.GetValue(reviewer)!, parse.GetValue(by)!, cancellationToken);
            return ExitCodes.Fine;
        }));
        return command;
    }
}
