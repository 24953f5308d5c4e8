namespace Bartizan.Gateway.Metrics;

/// <summary>Whoever has numbers of its own for <c>/metrics</c>; asked anew at each scrape.</summary>
public interface IMetricSource
{
    /// <summary>Writes its families. Labels hold names that people configured, never what a client sent.</summary>
    ValueTask WriteAsync(MetricsText text, CancellationToken cancellationToken);
}
