using System.Net;
using Bartizan.Gateway.Metrics;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Hosting;

/// <summary>
/// <c>/metrics</c> in the Prometheus text format, for this machine and the networks that the configuration names: numbers tell a stranger who is used
/// how much, and what is blocked.
/// </summary>
internal sealed class MetricsEndpoint(GatewayState state, IEnumerable<IMetricSource> sources)
{
    public async Task ReadAsync(HttpContext http)
    {
        if (!MayRead(http.Connection.RemoteIpAddress))
        {
            http.Response.StatusCode = 403;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync("Metrics are read from the gateway's own machine, or from a network that telemetry.metricsReaders names.\n", http.RequestAborted);
            return;
        }

        var text = new MetricsText();
        foreach (var source in sources)
        {
            await source.WriteAsync(text, http.RequestAborted);
        }

        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
    }

    internal bool MayRead(IPAddress? from)
    {
        if (from is null)
        {
            return false;
        }

        var address = from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from;
        return IPAddress.IsLoopback(address) || state.Current.Routes.MetricsReaders.Any(n => n.Contains(address));
    }
}
