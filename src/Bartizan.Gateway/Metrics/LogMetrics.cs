using Bartizan.Core.Events;

namespace Bartizan.Gateway.Metrics;

/// <summary>How long the event log, and with it the ledger, is.</summary>
internal sealed class LogMetrics(IEventLog log) : IMetricSource
{
    public async ValueTask WriteAsync(MetricsText text, CancellationToken cancellationToken)
    {
        text.Family("bartizan_log_events", "gauge", "Events in the log; as many entries has the ledger.");
        text.Sample(await log.HeadAsync(cancellationToken));
    }
}
