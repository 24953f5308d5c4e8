using System.Globalization;
using Bartizan.Telemetry;

namespace Bartizan.Configuration;

/// <summary>Reads <c>telemetry</c>: where spans and measurements are sent, and who may read <c>/metrics</c>.</summary>
internal static class TelemetryReader
{
    public static (TelemetryOptions Options, IReadOnlyList<string> MetricsReaders) Read(YamlSection section)
    {
        var defaults = new TelemetryOptions();
        var options = new TelemetryOptions
        {
            Endpoint = section.Text("endpoint"),
            Protocol = section.Value("protocol", defaults.Protocol, Protocol, "http or grpc"),
            Headers = section.Section("headers").Map(),
            Sampling = section.Value("sampling", defaults.Sampling, Share, "a number between 0 and 1"),
            Resource = section.Section("resource").Map(),
            GuardrailEvents = section.Value("guardrailEvents", defaults.GuardrailEvents, Quantities.YesNo, Quantities.YesNoExpected),
            MetricNames = section.Value("metricNames", defaults.MetricNames, Names, "published, latest or both"),
            MetricInterval = section.Value("metricInterval", defaults.MetricInterval, Quantities.Duration, Quantities.DurationExpected),
        };
        var readers = section.Texts("metricsReaders") ?? [];
        section.Close();
        return (options, readers);
    }

    private static double? Share(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) ? share : null;

    private static TelemetryProtocol? Protocol(string text) => text switch { "http" => TelemetryProtocol.Http, "grpc" => TelemetryProtocol.Grpc, _ => null };

    private static MetricNames? Names(string text) => text switch
    {
        "published" => MetricNames.Published,
        "latest" => MetricNames.Latest,
        "both" => MetricNames.Both,
        _ => null,
    };
}
