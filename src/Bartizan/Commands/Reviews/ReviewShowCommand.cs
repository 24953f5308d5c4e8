using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Results;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Reviews;

/// <summary><c>bartizan review show</c>: the questions of one review, and what is known of each.</summary>
internal static class ReviewShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("review") { Description = "Its id." };
        var open = new Option<bool>("--open") { Description = "Only what is not answered." };
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("show", "Shows the questions of a review: id, what is asked about, whom, how often it was used, the answer.") { id, open, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            await using var store = await DataOption.OpenBesideAsync(parse.GetValue(data)!, cancellationToken);
            if (await store.Reviews.FindAsync(parse.GetValue(id)!, cancellationToken) is null)
            {
                throw new InputException(new InputError($"There is no review {parse.GetValue(id)}.", "`bartizan review list` shows them."));
            }

            foreach (var item in (await store.Reviews.ItemsAsync(parse.GetValue(id)!, cancellationToken)).Where(i => !parse.GetValue(open) || i.Decision is null))
            {
                await System.Console.Out.WriteLineAsync(parse.GetValue(format) == "json" ? JsonSerializer.Serialize(item, FormatOption.Json) : Text(item));
            }

            return ExitCodes.Fine;
        }));
        return command;
    }

    private static string Text(ReviewItem item) => string.Join(
        '\t',
        item.Id,
        VisibleText.Of($"{item.Subject.Kind.ToString().ToLowerInvariant()} {(item.Subject.Entry.Length == 0 ? "" : item.Subject.Entry + " of ")}{item.Subject.Name}"),
        "asked: " + VisibleText.Of(item.Reviewer),
        item.Evidence.Last is { } last ? string.Create(CultureInfo.InvariantCulture, $"used {item.Evidence.Uses} times, last {last:u}") : string.Create(CultureInfo.InvariantCulture, $"not used since {item.Evidence.From:u}"),
        item.Decision is { } d ? VisibleText.Of($"{d.Answer.ToString().ToLowerInvariant()} by {d.By}: {item.Outcome ?? "not done yet"}") : "open");
}
