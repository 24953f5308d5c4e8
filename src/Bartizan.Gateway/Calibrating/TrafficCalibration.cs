using System.Text.Json;
using Bartizan.Core.Calibrations;
using Bartizan.Core.Events;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Calibrating;

namespace Bartizan.Gateway.Calibrating;

/// <summary>Reads the injection scores of recorded exchanges, proposes thresholds by them, and puts proposals in force.</summary>
public sealed class TrafficCalibration(IEventLog log, IExchangeMarkStore marks, ICalibrationStore calibrations, InjectionModel model)
{
    private const int Page = 256;

    /// <summary>What recorded traffic says.</summary>
    /// <param name="request">What of it, and for which budget.</param>
    /// <param name="progress">Told how much of the log is read; null where nobody waits to know.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CalibrationReport> ReportAsync(CalibrationRequest request, IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken)
    {
        var marked = (await marks.ListAsync(cancellationToken)).ToDictionary(m => m.Exchange, StringComparer.Ordinal);
        var head = await log.HeadAsync(cancellationToken);
        var end = Math.Min(request.UpTo ?? head, head);
        var sample = new CalibrationSample(model.Name, request.System);
        for (var position = Math.Max(0, end - request.MostEvents); position < end;)
        {
            var events = await log.ReadAsync(position, Page, cancellationToken);
            foreach (var (_, record) in events.TakeWhile(e => e.Position <= end))
            {
                if (record.Kind == "exchange" && record.Time >= request.Since && !request.Excluded.Contains(record.Id) && Read(record) is { } exchange)
                {
                    sample.Add(exchange, marked.GetValueOrDefault(exchange.Id));
                }
            }

            position = events.Count == 0 ? end : events[^1].Position;
            progress?.Report((position, end));
        }

        var now = CalibratedModel.Of(model, await calibrations.ListAsync(cancellationToken), request.System ?? "");
        return new CalibrationReport(
            request,
            model.Name,
            sample.Exchanges,
            sample.OtherModels,
            end,
            sample.Systems,
            sample.IsFull,
            [.. Enum.GetValues<InjectionChannel>().Select(channel => Calibrator.Report(channel, sample, now.Thresholds(channel), request.Budget))]);
    }

    /// <summary>Puts what a report proposes in force; gateways follow within a second. Returns what was set: nothing where nothing was proposed.</summary>
    public async Task<IReadOnlyList<Calibration>> ApplyAsync(CalibrationReport report, string by, DateTimeOffset when, CancellationToken cancellationToken)
    {
        List<Calibration> set = [.. report.Channels.Where(c => c.Block is not null).Select(c => new Calibration
        {
            System = report.Request.System ?? "",
            Channel = InjectionChannels.Name(c.Channel),
            Model = report.Model,
            Annotate = c.Annotate!.Score,
            Block = c.Block!.Score,
            AnnotateBudget = report.Request.Budget.Annotate,
            BlockBudget = report.Request.Budget.Block,
            Rows = c.Rows,
            By = by,
            At = when,
        })];
        if (set.Count > 0)
        {
            await calibrations.SetAsync(set, cancellationToken);
        }

        return set;
    }

    private static ScoredExchange? Read(EventRecord record)
    {
        try
        {
            return JsonSerializer.Deserialize(record.Json.Span, ScoredExchangeJson.Default.ScoredExchange);
        }
        catch (JsonException)
        {
            // A damaged record is the ledger's to report; it has no scores.
            return null;
        }
    }
}
