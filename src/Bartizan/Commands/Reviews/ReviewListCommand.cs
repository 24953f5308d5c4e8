using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Reviews;

/// <summary><c>bartizan review list</c>: reviews with how far they are.</summary>
internal static class ReviewListCommand
{
    private const int Most = 1_000;

    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists reviews, the newest first: id, title, how many are answered, until when.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            await using var store = await DataOption.OpenBesideAsync(parse.GetValue(data)!, cancellationToken);
            foreach (var review in await store.Reviews.CampaignsAsync(Most, cancellationToken))
            {
                await System.Console.Out.WriteLineAsync(parse.GetValue(format) == "json" ? JsonSerializer.Serialize(review, FormatOption.Json) : Text(review));
            }

            return ExitCodes.Fine;
        }));
        return command;
    }

    private static string Text(CampaignProgress review) => string.Join(
        '\t',
        review.Campaign.Id,
        VisibleText.Of(review.Campaign.Title),
        string.Create(CultureInfo.InvariantCulture, $"{review.Items - review.Open} of {review.Items} answered"),
        string.Create(CultureInfo.InvariantCulture, $"{review.Kept} kept, {review.Removed} removed or narrowed"),
        review.Campaign.Closed is { } closed ? "closed " + closed.ToString("u", CultureInfo.InvariantCulture) : "until " + review.Campaign.Due.ToString("u", CultureInfo.InvariantCulture));
}
