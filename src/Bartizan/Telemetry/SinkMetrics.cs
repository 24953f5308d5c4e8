using Bartizan.Core.Events;
using Bartizan.Gateway.Metrics;
using Bartizan.Respond.Sinks;

namespace Bartizan.Telemetry;

/// <summary>How far behind the log each export is, for <c>/metrics</c>.</summary>
internal sealed class SinkMetrics(IEnumerable<SinkState> sinks, IEventLog log) : IMetricSource
{
    public async ValueTask WriteAsync(MetricsText text, CancellationToken cancellationToken)
    {
        if (!sinks.Any())
        {
            return;
        }

        var head = await log.HeadAsync(cancellationToken);
        text.Family("bartizan_export_lag_events", "gauge", "Events in the log that the export has not handed over.");
        Write(text, s => Math.Max(0, head - s.Position));
        text.Family("bartizan_export_failures_total", "counter", "Requests of the export that failed and are repeated.");
        Write(text, s => s.Failures);
        text.Family("bartizan_export_skipped_total", "counter", "Events left out because the receiver refuses them.");
        Write(text, s => s.Skipped);
    }

    private void Write(MetricsText text, Func<SinkState, long> value)
    {
        foreach (var sink in sinks)
        {
            text.Sample(value(sink), ("sink", sink.Name));
        }
    }
}
