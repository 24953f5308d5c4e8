using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.Text;
using Bartizan.Storage.Accounts;

namespace Bartizan.Commands.Mandates;

/// <summary><c>bartizan mandate list</c>: mandates of the last days, each below the one that it came of.</summary>
internal static class MandateListCommand
{
    private const int Most = 1_000;

    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var all = new Option<bool>("--all") { Description = "Those too that are over." };
        var command = new Command("list", "Lists mandates, one a line, each below the one that it came of: id, who holds it, for whom, what for, what was spent, until when.")
        {
            all, data, format,
        };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(all), parse.GetValue(format) == "json", TimeProvider.System.GetUtcNow(), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool all, bool json, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var names = await PartyNames.ReadAsync(store, cancellationToken);
        var counts = (await store.Budgets.LoadAsync(cancellationToken)).ToLookup(c => c.Key.Budget, StringComparer.Ordinal);
        foreach (var (record, depth) in MandateTree.Of(await store.Mandates.ListAsync(Most, cancellationToken)))
        {
            if (!all && !record.CountsAt(now))
            {
                continue;
            }

            var (mandate, spent) = (record.Mandate, record.SpentOf(counts, now));
            var (holder, person) = (names.Of(record.Holder), record.Person is { } id ? names.Of(id) : null);
            await System.Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(
                    new
                    {
                        mandate.Id,
                        record.Parent,
                        record.Holder,
                        name = holder,
                        record.Person,
                        mandate.Purpose,
                        spent = spent.Select(s => new { limit = s.Limit.ToString(), s.Spent }),
                        mandate.Depth,
                        record.Transaction,
                        record.Created,
                        mandate.Until,
                        record.Ended,
                    },
                    FormatOption.Json)
                : string.Join(
                    '\t',
                    new string(' ', 2 * depth) + mandate.Id,
                    VisibleText.Of(holder),
                    person is null ? "for itself" : "for " + VisibleText.Of(person),
                    VisibleText.Of(mandate.Purpose ?? "-"),
                    spent.Count == 0 ? "no limit of its own" : string.Join(", ", spent.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Spent:0.######} of {s.Limit}"))),
                    State(record, now)));
        }

        return ExitCodes.Fine;
    }

    private static string State(MandateRecord record, DateTimeOffset now) =>
        record.Ended is { } ended ? "ended " + ended.ToString("u", CultureInfo.InvariantCulture)
        : (now < record.Mandate.Until ? "until " : "over since ") + record.Mandate.Until.ToString("u", CultureInfo.InvariantCulture);
}
