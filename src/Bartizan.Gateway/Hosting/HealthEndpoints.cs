using Bartizan.Gateway.Recording;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Bartizan.Gateway.Hosting;

/// <summary><c>/livez</c> and <c>/readyz</c>.</summary>
internal sealed class HealthEndpoints(ExchangeRecorder recorder, IHostApplicationLifetime lifetime)
{
    public static Task LiveAsync(HttpContext http) => WriteAsync(http, 200, "ok\n");

    /// <summary>Ready while it can record and is not shutting down.</summary>
    public Task ReadyAsync(HttpContext http) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? WriteAsync(http, 503, "stopping\n")
        : recorder.IsHealthy ? WriteAsync(http, 200, "ok\n")
        : WriteAsync(http, 503, "the last exchange could not be recorded\n");

    private static Task WriteAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
