using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bartizan.Gateway.Telemetry;
using Bartizan.Gateway.Tests.Forwarding;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Telemetry;

public class GenAiMetricsTests
{
    [Fact]
    public async Task A_stream_is_measured_under_published_and_latest_names()
    {
        using var measured = new Measurements();
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            foreach (var one in Bodies.Events("anthropic", "Hello ", "there. "))
            {
                await connection.ChunkAsync(one);
                await Task.Delay(20);
            }

            await connection.EndAsync();
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("anthropic", Bodies.Ask("anthropic", "hello", stream: true, model: "demo-invented-by-a-client"));
        await response.Content.ReadAsStringAsync();
        var port = upstream.Address.Port;
        await FailureTests.Until(() => measured.Of("gen_ai.client.operation.duration", port).Count == 1);
        foreach (var name in (string[])["gen_ai.client.operation.duration", "gen_ai.client.inference.duration", "gen_ai.client.operation.time_to_first_chunk", "gen_ai.client.inference.time_to_first_chunk"])
        {
            var one = Assert.Single(measured.Of(name, port));
            Assert.Equal(("chat", "anthropic"), (one.Tags["gen_ai.operation.name"], one.Tags["gen_ai.provider.name"]));
            // The pattern of the configuration: a client's own words make no series.
            Assert.Equal("demo*", one.Tags["gen_ai.request.model"]);
            Assert.False(one.Tags.ContainsKey("error.type"));
        }

        Assert.NotEmpty(measured.Of("gen_ai.client.operation.time_per_output_chunk", port));
        Assert.Equal([(3d, "input"), (5d, "output")], measured.Of("gen_ai.client.token.usage", port).Select(m => (m.Value, (string)m.Tags["gen_ai.token.type"]!)));
        Assert.Equal((3, "unknown"), (Assert.Single(measured.Of("gen_ai.client.inference.usage.input_tokens", port)).Value, measured.Of("gen_ai.client.inference.usage.input_tokens", port)[0].Tags["gen_ai.token.modality"]));
        Assert.Equal(5, Assert.Single(measured.Of("gen_ai.client.inference.operation.output_tokens", port)).Value);
    }

    [Fact]
    public async Task A_failure_is_measured_with_its_kind()
    {
        using var measured = new Measurements();
        await using var upstream = ScriptedUpstream.Json("""{"error":{"message":"busy"}}""", 429);
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        await FailureTests.Until(() => measured.Of("gen_ai.client.operation.duration", upstream.Address.Port).Count == 1);
        Assert.Equal("429", measured.Of("gen_ai.client.operation.duration", upstream.Address.Port)[0].Tags["error.type"]);
        Assert.Empty(measured.Of("gen_ai.client.token.usage", upstream.Address.Port));
        Assert.Equal(0, Assert.Single(measured.Of("gen_ai.client.inference.usage.input_tokens", upstream.Address.Port)).Value);
    }

    [Fact]
    public void Boundaries_are_those_of_the_conventions()
    {
        using var metrics = new GenAiMetrics();
        var seen = new Dictionary<string, IReadOnlyList<object>>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            IReadOnlyList<object>? bounds = instrument switch
            {
                Histogram<double> d => [.. d.Advice!.HistogramBucketBoundaries!.Cast<object>()],
                Histogram<long> l => [.. l.Advice!.HistogramBucketBoundaries!.Cast<object>()],
                _ => null,
            };
            if (instrument.Meter.Name == TelemetrySources.Gateway && bounds is not null)
            {
                seen[instrument.Name] = bounds;
            }
        };
        listener.Start();
        Assert.Equal(0.01, seen["gen_ai.client.operation.duration"][0]);
        Assert.Equal((14, 81.92), (seen["gen_ai.client.inference.time_to_first_chunk"].Count, seen["gen_ai.client.inference.time_to_first_chunk"][^1]));
        Assert.Equal((14, 1L, 67108864L), (seen["gen_ai.client.token.usage"].Count, seen["gen_ai.client.token.usage"][0], seen["gen_ai.client.token.usage"][^1]));
        // Every instrument has its place in one of the two editions.
        Assert.Equal([], seen.Keys.Except(TelemetrySources.Published.Concat(TelemetrySources.Latest)));
    }

    private sealed record Measurement(string Name, double Value, Dictionary<string, object?> Tags);

    private sealed class Measurements : IDisposable
    {
        private readonly ConcurrentQueue<Measurement> _all = new();
        private readonly MeterListener _listener = new() { InstrumentPublished = (i, l) => { if (i.Meter.Name == TelemetrySources.Gateway) { l.EnableMeasurementEvents(i); } } };

        public Measurements()
        {
            _listener.SetMeasurementEventCallback<double>((i, v, tags, _) => _all.Enqueue(new(i.Name, v, new(tags.ToArray()))));
            _listener.SetMeasurementEventCallback<long>((i, v, tags, _) => _all.Enqueue(new(i.Name, v, new(tags.ToArray()))));
            _listener.Start();
        }

        public IReadOnlyList<Measurement> Of(string name, int port) => [.. _all.Where(m => m.Name == name && m.Tags.GetValueOrDefault("server.port") is int p && p == port)];

        public void Dispose() => _listener.Dispose();
    }
}
