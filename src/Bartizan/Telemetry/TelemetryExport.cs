using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Telemetry;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bartizan.Telemetry;

/// <summary>Listens to the gateway's spans and measurements and sends them over OTLP, from the host's start to its stop.</summary>
internal sealed class TelemetryExport : IHostedService, IDisposable
{
    // The latest edition keeps it for operations that are no inference.
    private const string GenAiOperationDuration = "gen_ai.client.operation.duration";
    private const int Flush = 3_000;

    private readonly TelemetryOptions _options;
    private readonly (string Name, string Value)[] _headers;
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>Fetches the headers' secrets now, so that a missing one is found at start.</summary>
    /// <exception cref="InputException">A header's secret is not there.</exception>
    public TelemetryExport(TelemetryOptions options)
    {
        _options = options;
        _headers = [.. options.Headers.Select(h => (h.Key, Resolve(h.Key, h.Value)))];
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault()
            .AddService("bartizan", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version!.ToString(3))
            .AddAttributes(_options.Resource.Select(r => KeyValuePair.Create(r.Key, (object)r.Value)));
        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new OwnSampler(_options.Sampling))
            .AddSource(TelemetrySources.Gateway, TelemetrySources.Mcp);
        _traces = (_options.GuardrailEvents ? traces.AddSource(TelemetrySources.Guardrails) : traces)
            .AddOtlpExporter(otlp => Configure(otlp, "v1/traces"))
            .Build();
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(TelemetrySources.Gateway, TelemetrySources.Mcp);
        foreach (var name in Unwanted())
        {
            metrics.AddView(name, MetricStreamConfiguration.Drop);
        }

        _metrics = metrics
            .AddOtlpExporter((otlp, reader) =>
            {
                Configure(otlp, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)_options.MetricInterval.TotalMilliseconds;
            })
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            _traces?.Shutdown(Flush);
            _metrics?.Shutdown(Flush);
        },
        CancellationToken.None);

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static string Resolve(string header, string reference)
    {
        try
        {
            return CredentialReference.TryParse(reference)!.Resolve();
        }
        catch (InputException e)
        {
            throw new InputException([.. e.Errors.Select(error => error with { What = $"telemetry.headers.{header}: {error.What}" })]);
        }
    }

    private IEnumerable<string> Unwanted() => _options.MetricNames switch
    {
        MetricNames.Published => TelemetrySources.Latest,
        MetricNames.Latest => TelemetrySources.Published.Where(n => n != GenAiOperationDuration),
        _ => [],
    };

    private void Configure(OtlpExporterOptions otlp, string path)
    {
        otlp.Protocol = _options.Protocol == TelemetryProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri(_options.Protocol == TelemetryProtocol.Grpc ? _options.Endpoint! : $"{_options.Endpoint!.TrimEnd('/')}/{path}");
        otlp.HttpClientFactory = () => Client(otlp.TimeoutMilliseconds);
    }

    // The headers go to the configured address or nowhere. They are put on here, because the exporter's own text of headers breaks at a comma in a secret.
    private HttpClient Client(int timeout)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromMilliseconds(timeout) };
        foreach (var (name, value) in _headers)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        return client;
    }
}
