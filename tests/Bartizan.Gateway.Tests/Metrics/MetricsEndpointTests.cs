using System.Net;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Hosting;
using Bartizan.Gateway.Metrics;
using Bartizan.Gateway.Tests.Forwarding;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Metrics;

public class MetricsEndpointTests
{
    private const string Policies = """
        @id("yes") permit(principal, action, resource);
        @id("no-words") @code("no_words") forbid(principal, action == Action::"invokeModel", resource) when { context.labels.contains("pii.word") };
        """;

    [Fact]
    public async Task Everything_an_operator_needs_is_there_and_strictly_well_formed()
    {
        await using var upstream = ScriptedUpstream.Start((request, connection) => request.Body.Contains("\"stream\":true", StringComparison.Ordinal)
            ? StreamAsync(connection)
            : connection.JsonAsync(request.Body.Contains("fail", StringComparison.Ordinal) ? "{}" : Bodies.Answer("openai", "hi"), request.Body.Contains("fail", StringComparison.Ordinal) ? 503 : 200));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies, null, new WordInspector("zebra", "pii.word", failsOn: "explode"));
        foreach (var (text, stream) in ((string, bool)[])[("hello", false), ("hello", true), ("a zebra", false), ("fail", false), ("explode", false)])
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", text, stream));
            await response.Content.ReadAsStringAsync();
        }

        var text2 = await ScrapeAsync(gateway, 5);
        var samples = PrometheusText.Parse(text2);
        double Value(string name, params (string, string)[] labels) => samples.Where(s => s.Name == name && labels.All(l => s.Labels[l.Item1] == l.Item2)).Sum(s => s.Value);
        Assert.Equal(3, Value("bartizan_exchanges_total", ("verdict", "allow")));
        Assert.Equal(2, Value("bartizan_exchanges_total", ("verdict", "block")));
        Assert.Equal(3, Value("bartizan_requests_total", ("upstream", "fake-openai"), ("model", "gpt-test"), ("dialect", "openai-chat")));
        Assert.Equal(2, Value("bartizan_requests_total", ("upstream", "none")));
        Assert.Equal(3, Value("bartizan_decisions_total", ("action", "invokeModel"), ("verdict", "allow")));
        Assert.Equal(2, Value("bartizan_decisions_total", ("action", "invokeModel"), ("verdict", "block")));
        Assert.Equal(1, Value("bartizan_findings_total", ("family", "pii"), ("direction", "request")));
        Assert.Equal(3, Value("bartizan_tokens_total", ("type", "input")));
        Assert.Equal(1, Value("bartizan_upstream_errors_total", ("upstream", "fake-openai"), ("reason", "5xx")));
        Assert.Equal(1, Value("bartizan_guard_failures_total", ("inspector", "words")));
        Assert.Equal(5, Value("bartizan_overhead_seconds_count"));
        Assert.Equal(3, Value("bartizan_upstream_first_byte_seconds_count", ("upstream", "fake-openai")));
        Assert.Equal(1, Value("bartizan_time_to_first_chunk_seconds_count", ("upstream", "fake-openai")));
        Assert.Equal(5, Value("bartizan_log_events"));
        Assert.Equal(0, Value("bartizan_streams_in_flight") + Value("bartizan_exchanges_in_flight"));

        // Names and labels are a promise to dashboards: what changes here is said in the changelog.
        var series = string.Join('\n', text2.Split('\n').Select(l => l.StartsWith('#') || l.Length == 0 ? l : l[..l.LastIndexOf(' ')]))
            .Replace(samples.First(s => s.Name == "bartizan_build_info").Labels["version"], "VERSION", StringComparison.Ordinal);
        var golden = Repository.PathTo("tests", "Bartizan.Gateway.Tests", "Metrics", "series.golden.txt");
        if (Environment.GetEnvironmentVariable("BARTIZAN_WRITE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(golden, series);
        }

        Assert.Equal(await File.ReadAllTextAsync(golden), series);
    }

    [Fact]
    public async Task An_answer_that_could_not_be_recorded_is_not_held_against_its_upstream()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        gateway.Log.Fails = true;
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var samples = PrometheusText.Parse(await ScrapeAsync(gateway, 1));
        Assert.Equal(1, samples.Single(s => s.Name == "bartizan_record_failures_total").Value);
        Assert.DoesNotContain(samples, s => s.Name == "bartizan_upstream_errors_total");
    }

    [Fact]
    public async Task A_client_cannot_make_series()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        for (var i = 0; i < 40; i++)
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", model: i % 2 == 0 ? $"demo-{i}\\\"}} 1\\nevil 1\\n" : $"nobody-{i}"));
        }

        var samples = PrometheusText.Parse(await ScrapeAsync(gateway, 40));
        Assert.Equal(["demo*", "other"], samples.Where(s => s.Name == "bartizan_requests_total").Select(s => s.Labels["model"]).Order());
    }

    [Fact]
    public void A_family_never_has_more_series_than_its_bound()
    {
        var counter = new CounterFamily("x_total", "X.", "name");
        Parallel.For(0, 5_000, i => counter.Add(new LabelValues($"n{i}")));
        var text = new MetricsText();
        counter.Write(text);
        var samples = PrometheusText.Parse(text.ToString());
        Assert.Equal(SeriesTable<string>.MostSeries + 1, samples.Count);
        Assert.Equal(5_000, samples.Sum(s => s.Value));
    }

    [Fact]
    public void Label_values_and_help_are_escaped()
    {
        var text = new MetricsText();
        text.Family("x", "gauge", "One\\two\nthree.");
        text.Sample(1.5, ("name", "a\\b\"c\nd"));
        Assert.Equal("# HELP x One\\\\two\\nthree.\n# TYPE x gauge\nx{name=\"a\\\\b\\\"c\\nd\"} 1.5\n", text.ToString());
        Assert.Equal("a\\b\"c\nd", Assert.Single(PrometheusText.Parse(text.ToString())).Labels["name"]);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData(null, false)]
    public async Task Only_this_machine_and_named_networks_may_read(string? from, bool may)
    {
        await using var gateway = await TestGateway.StartAsync(new Uri("http://127.0.0.1:9"), change: o => o with { MetricsReaders = ["10.1.0.0/16"] });
        Assert.Equal(may, new MetricsEndpoint(gateway.State, []).MayRead(from is null ? null : IPAddress.Parse(from)));
    }

    [Fact]
    public void A_reader_that_is_no_network_is_a_mistake_of_the_configuration()
    {
        var error = Assert.Single(GatewayOptionsValidator.Validate(new GatewayOptions
        {
            MetricsReaders = ["everybody"],
            Upstreams = [new() { Name = "x", Dialect = ProviderDialect.OpenAi, Url = "https://example.org", Credential = "env:X" }],
        }));
        Assert.StartsWith("telemetry.metricsReaders: everybody", error.What, StringComparison.Ordinal);
    }

    private static async Task StreamAsync(UpstreamConnection connection)
    {
        await connection.BeginEventsAsync();
        await connection.ChunkAsync(string.Concat(Bodies.Events("openai", "Hello ", "there. ")));
        await connection.EndAsync();
    }

    private static async Task<string> ScrapeAsync(TestGateway gateway, int exchanges)
    {
        var text = "";
        // The client has its answer a moment before the exchange is counted.
        await FailureTests.Until(() =>
        {
            text = gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)).GetAwaiter().GetResult();
            return text.Contains($"bartizan_overhead_seconds_count {exchanges}\n", StringComparison.Ordinal);
        });
        return text;
    }
}
