using Bartizan.Console.Contract;
using Bartizan.Core.Calibrations;
using Bartizan.Gateway.Calibrating;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Calibrating;
using Bartizan.Storage;

namespace Bartizan.Console.Calibrating;

/// <summary>Calibrations as the API shows them. Reading the log is work, so it is done for one person at a time, and of the newest events only.</summary>
internal sealed class CalibrationViews(BartizanStore store, TimeProvider clock) : IDisposable
{
    /// <summary>Events read at most: about a second's work. The command line reads all.</summary>
    public const long MostEvents = 100_000;

    private readonly InjectionModel _model = InjectionModel.LoadDefault();
    private readonly SemaphoreSlim _reading = new(1);

    /// <summary>What recorded traffic says.</summary>
    public async Task<CalibrationView> ReadAsync(CalibrationRequest request, CancellationToken cancellationToken) =>
        View(await ReportAsync(request, cancellationToken), await store.Calibrations.ListAsync(cancellationToken));

    /// <summary>Puts what the traffic proposes in force if it is what was looked at; null when it is not, or when there is nothing.</summary>
    public async Task<CalibrationView?> ApplyAsync(CalibrationRequest request, IReadOnlyDictionary<string, double> proposed, string by, CancellationToken cancellationToken)
    {
        var report = await ReportAsync(request, cancellationToken);
        var now = report.Channels.Where(c => c.Block is not null).ToDictionary(c => InjectionChannels.Name(c.Channel), c => c.Block!.Score, StringComparer.Ordinal);
        if (now.Count == 0 || now.Count != proposed.Count || now.Any(c => !proposed.TryGetValue(c.Key, out var score) || score != c.Value))
        {
            return null;
        }

        await Calibration().ApplyAsync(report, by, clock.GetUtcNow(), cancellationToken);
        return await ReadAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<CalibrationReport> ReportAsync(CalibrationRequest request, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Calibration().ReportAsync(request with { MostEvents = MostEvents }, null, cancellationToken), cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    private TrafficCalibration Calibration() => new(store.Events, store.Marks, store.Calibrations, _model);

    private CalibrationView View(CalibrationReport report, IReadOnlyList<Calibration> calibrations)
    {
        var system = report.Request.System ?? "";
        var now = CalibratedModel.Of(_model, calibrations, system);
        return new CalibrationView(
            report.Model,
            system,
            report.Systems,
            report.Request.Budget.Block,
            report.Request.Budget.Annotate,
            report.Request.Since,
            report.UpTo,
            report.Exchanges,
            report.OtherModels,
            report.IsFull || report.UpTo > MostEvents,
            [.. report.Channels.Select(c => new ChannelView(
                c.Channel,
                c.Rows,
                c.Needed,
                c.Attacks,
                c.Unreviewed,
                now.Thresholds(c.Channel).Source,
                calibrations.Any(s => s.System == system && s.Model == report.Model && s.Channel == InjectionChannels.Name(c.Channel)),
                new ThresholdView(c.AnnotateNow, c.Annotate),
                new ThresholdView(c.BlockNow, c.Block),
                c.Note,
                c.Bins))]);
    }
}
