using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Text;

namespace Bartizan.Commands.Signals;

/// <summary><c>bartizan signals list</c>: every stream in and out, how it is doing and since when it fails.</summary>
internal static class SignalListCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists streams, one a line: in or out, name, status, signals, the last one, waiting, failing since, what is wrong.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var names = (await store.Agents.ListAsync(cancellationToken)).ToDictionary(a => a.Id, a => a.Name, StringComparer.Ordinal);
        var lines = (await store.Signals.StatesAsync(cancellationToken))
            .Select(s => new Line("in", s.Name, s.Status, s.StatusReason, s.Received, s.Last, 0, s.FailingSince, s.Problem))
            .Concat((await store.SignalStreams.ListAsync(null, cancellationToken)).Select(s => new Line(
                "out",
                $"{names.GetValueOrDefault(s.Client, s.Client)} {s.Id}",
                s.Status.ToString().ToLowerInvariant(),
                s.StatusReason,
                s.Delivered,
                s.Last,
                s.Waiting,
                s.FailingSince,
                s.Problem)));
        foreach (var line in lines)
        {
            await System.Console.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(line, FormatOption.Json)
                : string.Join('\t', line.Direction, VisibleText.Of(line.Name), line.Status, line.Signals, Moment(line.Last), line.Waiting, Moment(line.FailingSince), VisibleText.Of(line.Problem ?? line.StatusReason ?? "")));
        }

        return ExitCodes.Fine;
    }

    private static string Moment(DateTimeOffset? at) => at?.ToString("u", CultureInfo.InvariantCulture) ?? "-";

    private sealed record Line(string Direction, string Name, string Status, string? StatusReason, long Signals, DateTimeOffset? Last, long Waiting, DateTimeOffset? FailingSince, string? Problem);
}
