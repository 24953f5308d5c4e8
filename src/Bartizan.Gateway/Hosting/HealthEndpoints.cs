using Bartizan.Gateway.Recording;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Bartizan.Gateway.Hosting;

/// <summary><c>/livez</c>, <c>/readyz</c> and <c>/metrics</c>: numbers about the gateway, never about what passes.</summary>
internal sealed class HealthEndpoints(ExchangeRecorder recorder, GatewayMetrics metrics, IHostApplicationLifetime lifetime)
{
    public static Task LiveAsync(HttpContext http) => WriteAsync(http, 200, "ok\n");

    /// <summary>Ready while it can record and is not shutting down.</summary>
    public Task ReadyAsync(HttpContext http) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? WriteAsync(http, 503, "stopping\n")
        : recorder.IsHealthy ? WriteAsync(http, 200, "ok\n")
        : WriteAsync(http, 503, "the last exchange could not be recorded\n");

    public Task MetricsAsync(HttpContext http) =>
        WriteAsync(http, 200, metrics.ToText(recorder.Failures), "text/plain; version=0.0.4; charset=utf-8");

    private static Task WriteAsync(HttpContext http, int status, string text, string type = "text/plain; charset=utf-8")
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
