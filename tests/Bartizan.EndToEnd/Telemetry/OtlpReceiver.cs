using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Bartizan.EndToEnd.Telemetry;

/// <summary>A collector of OpenTelemetry data, over HTTP or gRPC, that keeps what it gets.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Headers of every request.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Headers { get; } = new();

    /// <summary>Every request's body as it came.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    /// <summary>Spans: field numbers of opentelemetry.proto.trace.v1.Span.</summary>
    public ConcurrentQueue<Protobuf> Spans { get; } = new();

    /// <summary>Metrics: field numbers of opentelemetry.proto.metrics.v1.Metric.</summary>
    public ConcurrentQueue<Protobuf> Metrics { get; } = new();

    /// <summary>Attributes of the resources.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Resources { get; } = new();

    public static async Task<OtlpReceiver> StartAsync(bool grpc)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.Run(http => receiver.TakeAsync(http, grpc));
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http, bool grpc)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Bodies.Enqueue(body.ToArray());
        // gRPC: one byte that says uncompressed, four of length, then the message.
        var message = new Protobuf(body.ToArray().AsSpan(grpc ? 5 : 0));
        Headers.Enqueue(http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        var path = http.Request.Path.Value!;
        var isTrace = path.EndsWith(grpc ? "TraceService/Export" : "/v1/traces", StringComparison.Ordinal);
        foreach (var resource in message.Messages(1))
        {
            Resources.Enqueue(resource.Messages(1).Single().Attributes(1));
            foreach (var item in resource.Messages(2).SelectMany(scope => scope.Messages(2)))
            {
                (isTrace ? Spans : Metrics).Enqueue(item);
            }
        }

        if (grpc)
        {
            http.Response.ContentType = "application/grpc";
            http.Response.DeclareTrailer("grpc-status");
            await http.Response.Body.WriteAsync(new byte[5]);
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
