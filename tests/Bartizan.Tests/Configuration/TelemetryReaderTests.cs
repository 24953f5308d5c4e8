using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Telemetry;

namespace Bartizan.Tests.Configuration;

public class TelemetryReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - { name: a, dialect: anthropic, url: https://api.example.org, credential: env:PATH }

        """;

    [Fact]
    public void Left_out_nothing_is_sent_anywhere()
    {
        var config = ConfigReader.Read(Upstream, "x.yaml");
        Assert.Null(config.Telemetry.Endpoint);
        Assert.False(config.Telemetry.GuardrailEvents);
        Assert.Empty(config.Export);
        Assert.Empty(config.Gateway.MetricsReaders);
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var config = ConfigReader.Read(Upstream + """
            telemetry:
              endpoint: https://otel.example.org:4317
              protocol: grpc
              headers: { x-api-key: env:OTEL_KEY }
              sampling: 0.25
              resource: { deployment.environment.name: production }
              guardrailEvents: true
              metricNames: both
              metricInterval: 10s
              metricsReaders: [10.1.0.0/16]
            export:
              - { name: siem, type: ocsf-http, url: https://siem.example.org/in, credential: file:/run/secrets/siem, batch: 50 }
            """, "x.yaml");
        var telemetry = config.Telemetry;
        Assert.Equal(
            ("https://otel.example.org:4317", TelemetryProtocol.Grpc, 0.25, true, MetricNames.Both, TimeSpan.FromSeconds(10)),
            (telemetry.Endpoint, telemetry.Protocol, telemetry.Sampling, telemetry.GuardrailEvents, telemetry.MetricNames, telemetry.MetricInterval));
        Assert.Equal("env:OTEL_KEY", telemetry.Headers["x-api-key"]);
        Assert.Equal("production", telemetry.Resource["deployment.environment.name"]);
        Assert.Equal(["10.1.0.0/16"], config.Gateway.MetricsReaders);
        Assert.Equal(new ExportOptions { Name = "siem", Type = "ocsf-http", Url = "https://siem.example.org/in", Credential = "file:/run/secrets/siem", Batch = 50 }, Assert.Single(config.Export));
    }

    [Theory]
    [InlineData("telemetry: { endpoint: collector }", "telemetry.endpoint")]
    [InlineData("telemetry: { endpoint: 'https://user:pass@otel.example.org' }", "telemetry.endpoint")]
    [InlineData("telemetry: { endpoint: 'http://otel.example.org', headers: { k: env:PATH } }", "telemetry.endpoint: the headers would travel unencrypted")]
    [InlineData("telemetry: { headers: { x-api-key: secret-itself } }", "telemetry.headers.x-api-key: it is not a reference")]
    [InlineData("telemetry: { headers: { 'a b': env:PATH } }", "telemetry.headers.a b")]
    [InlineData("telemetry: { sampling: 2 }", "telemetry.sampling")]
    [InlineData("telemetry: { sampling: NaN }", "telemetry.sampling")]
    [InlineData("telemetry: { metricInterval: 10ms }", "telemetry.metricInterval")]
    [InlineData("telemetry: { protocol: carrier-pigeon }", "telemetry.protocol")]
    [InlineData("telemetry: { metricsReaders: [everybody] }", "telemetry.metricsReaders")]
    [InlineData("telemetry: { enpoint: x }", "telemetry.enpoint: there is no such setting")]
    [InlineData("export: [{ name: s, type: syslog, url: 'https://x.example' }]", "export[0].type")]
    [InlineData("export: [{ name: s, type: ocsf-http, url: 'http://x.example' }]", "export[0].url: who did what")]
    [InlineData("export: [{ name: s, type: ocsf-http, url: 'https://x.example', credential: secret-itself }]", "export[0].credential")]
    [InlineData("export: [{ name: s, type: chat, url: 'https://x.example' }]", "export[0].type: there is no such type")]
    [InlineData("export: [{ name: s, type: slack, url: 'https://x.example', credential: 'env:KEY' }]", "export[0].credential: slack knows senders by the address alone")]
    [InlineData("export: [{ name: s, type: ocsf-http, url: 'https://x.example', batch: 0 }]", "export[0].batch")]
    [InlineData("export: [{ name: s, type: ocsf-http, url: 'https://x.example' }, { name: s, type: ocsf-http, url: 'https://y.example' }]", "export: the name s stands there 2 times")]
    public void A_mistake_names_its_setting_and_line_and_never_the_secret(string yaml, string expected)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => ConfigReader.Read(Upstream + yaml, "x.yaml")).Errors);
        Assert.StartsWith(expected, error.What, StringComparison.Ordinal);
        Assert.Equal(("x.yaml", 4), (error.File, error.Line));
        Assert.DoesNotContain("secret-itself", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_is_not_set_stops_the_start()
    {
        var header = Assert.Throws<InputException>(() => new TelemetryExport(new TelemetryOptions { Endpoint = "https://x.example", Headers = new Dictionary<string, string> { ["k"] = "env:BARTIZAN_NOT_SET" } }));
        Assert.StartsWith("telemetry.headers.k: The credential env:BARTIZAN_NOT_SET is not set", header.Errors[0].What, StringComparison.Ordinal);
        var sink = Assert.Throws<InputException>(() => ExportReader.Compile([new ExportOptions { Name = "s", Type = "ocsf-http", Url = "https://x.example", Credential = "env:BARTIZAN_NOT_SET" }]));
        Assert.StartsWith("export[0].credential: The credential env:BARTIZAN_NOT_SET is not set", sink.Errors[0].What, StringComparison.Ordinal);
    }
}
