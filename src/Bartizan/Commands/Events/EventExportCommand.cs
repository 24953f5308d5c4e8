using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Bartizan.Configuration;
using Bartizan.Core.Events;
using Bartizan.Core.Results;
using Bartizan.Respond.Ocsf;

namespace Bartizan.Commands.Events;

/// <summary><c>bartizan events export</c>: the log as JSON lines on stdout, as it was recorded or as OCSF.</summary>
internal static class EventExportCommand
{
    private const int BatchSize = 64;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var data = DataOption.Create();
        var format = new Option<string>("--format") { Description = "ocsf: Open Cybersecurity Schema Framework 1.9.0; json: as recorded.", DefaultValueFactory = _ => "ocsf" };
        format.AcceptOnlyFromAmong("ocsf", "json");
        var since = new Option<string?>("--since") { Description = "Only events from then on: a time such as 2026-11-21T08:00:00Z, or how long ago, such as 24h.", HelpName = "time" };
        var after = new Option<long>("--after") { Description = "Only events after this position, as the last run named it.", HelpName = "position" };
        var follow = new Option<bool>("--follow") { Description = "Goes on with new events until it is stopped." };
        var command = new Command("export", "Writes recorded events to stdout, one JSON object a line.") { data, format, since, after, follow };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() => RunAsync(
            parse.GetValue(data)!,
            new Wanted(parse.GetValue(format) == "ocsf", Since(parse.GetValue(since), TimeProvider.System), parse.GetValue(after), parse.GetValue(follow)),
            cancellationToken)));
        return command;
    }

    /// <summary>A time as people write it, or how long ago.</summary>
    internal static DateTimeOffset Since(string? text, TimeProvider clock) =>
        text is null ? DateTimeOffset.MinValue
        : Quantities.Duration(text) is { } ago ? clock.GetUtcNow() - ago
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new InputException(new InputError($"--since {text} is not a time.", "Write for example 2026-11-21T08:00:00Z, or 24h."));

    private static async Task<int> RunAsync(string data, Wanted wanted, CancellationToken cancellationToken)
    {
        if (wanted.After < 0)
        {
            throw new InputException(new InputError("--after is not a position.", "Positions count from 1; 0 is the beginning."));
        }

        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        await using var output = System.Console.OpenStandardOutput();
        var position = wanted.After;
        var written = 0L;
        try
        {
            using var pace = new PeriodicTimer(Pace);
            do
            {
                (position, var more) = await CatchUpAsync(store.Events, wanted with { After = position }, output, cancellationToken);
                written += more;
            }
            while (wanted.Follow && await pace.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped by hand.
        }
        catch (IOException)
        {
            // Whoever read our output has enough.
            return ExitCodes.Fine;
        }

        await System.Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{written} lines, up to position {position}."));
        return ExitCodes.Fine;
    }

    private static async Task<(long Position, long Written)> CatchUpAsync(IEventLog log, Wanted wanted, Stream output, CancellationToken cancellationToken)
    {
        var lines = new ArrayBufferWriter<byte>();
        var (position, written) = (wanted.After, 0L);
        while (await log.ReadAsync(position, BatchSize, cancellationToken) is { Count: > 0 } events)
        {
            lines.ResetWrittenCount();
            foreach (var stored in events.Where(e => e.Event.Time >= wanted.Since))
            {
                written += wanted.Ocsf ? OcsfEvents.Write(stored, lines) : EventLine.Write(stored, lines);
            }

            await output.WriteAsync(lines.WrittenMemory, cancellationToken);
            await output.FlushAsync(cancellationToken);
            position = events[^1].Position;
        }

        return (position, written);
    }

    /// <summary>What a person asked for.</summary>
    private sealed record Wanted(bool Ocsf, DateTimeOffset Since, long After, bool Follow);
}
