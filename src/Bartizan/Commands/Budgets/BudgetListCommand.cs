using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Budgets;

namespace Bartizan.Commands.Budgets;

/// <summary><c>bartizan budget list</c>: what is spent and left, as it stands on the disk: at most a twentieth of the limit ahead of what was spent.</summary>
internal static class BudgetListCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists what budgets have spent, one count a line: budget, for whom, spent, limit, left, until when it counts.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", TimeProvider.System, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        foreach (var count in await store.Budgets.LoadAsync(cancellationToken))
        {
            var line = BudgetLine.Of(count, time.GetUtcNow());
            // Mandates have a list of their own.
            if (line.Spent > 0 && line.Period != BudgetPeriod.Mandate)
            {
                await System.Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(line, FormatOption.Json) : Text(line));
            }
        }

        return ExitCodes.Fine;
    }

    private static string Text(BudgetLine line)
    {
        var unit = line.Currency ?? line.Unit.ToString().ToLowerInvariant();
        string?[] parts = [Part("agent", line.Agent), Part("user", line.User), Part("system", line.System), Part("model", line.Model)];
        var who = string.Join(' ', parts.Where(p => p is not null));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{line.Budget}\t{(who.Length == 0 ? "all" : who)}\t{line.Spent:0.######} of {line.Limit:0.######} {unit} a {line.Period.ToString().ToLowerInvariant()}\t{line.Left:0.######} left\tuntil {line.Until:yyyy-MM-ddTHH:mm:ssZ}");
    }

    private static string? Part(string name, string? value) => value is null ? null : $"{name}={value}";
}
