using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bartizan.Gateway.Tests.Telemetry;

/// <summary>Listens to activity sources by name, as an exporter would.</summary>
internal sealed class SpanCollector : IDisposable
{
    private readonly ActivityListener _listener;

    public SpanCollector(params string[] sources)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    /// <summary>The span of one exchange.</summary>
    public Activity Of(string exchange) => Assert.Single(Spans, s => s.GetTagItem("bartizan.exchange.id") as string == exchange);

    public void Dispose() => _listener.Dispose();
}
