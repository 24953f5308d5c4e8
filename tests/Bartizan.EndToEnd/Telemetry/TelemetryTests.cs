using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Telemetry;

public class TelemetryTests
{
    private const string Secret = "words-that-stay-here";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_collector_gets_spans_and_metrics_of_real_exchanges_and_none_of_their_words(bool grpc)
    {
        await using var collector = await OtlpReceiver.StartAsync(grpc);
        await using var upstream = ScriptedUpstream.Json(Answer);
        using var folder = new TempFolder();
        var key = folder.Write("otel.key", "collector=key,with%signs");
        var config = folder.Write("bartizan.yaml", Gateway(folder, upstream) + $$"""
            telemetry:
              endpoint: {{collector.Address}}
              protocol: {{(grpc ? "grpc" : "http")}}
              headers: { x-collector-key: "file:{{key}}" }
              resource: { deployment.environment.name: test }
              guardrailEvents: true
              metricInterval: 1s
            """);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        var exchange = await AskAsync(bartizan, "hello " + Secret, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        Assert.Equal(0, await bartizan.StopAsync());

        var span = Assert.Single(collector.Spans, s => s.Attributes(9).GetValueOrDefault("bartizan.exchange.id") == exchange);
        Assert.Equal(("chat gpt-test", 3UL), (span.Text(5), span.Number(6)));
        Assert.Equal(("4BF92F3577B34DA6A3CE929D0E0E4736", "00F067AA0BA902B7"), (Convert.ToHexString(span.Bytes(1)), Convert.ToHexString(span.Bytes(4))));
        var attributes = span.Attributes(9);
        Assert.Equal(("openai", "gpt-test", "3", "5", "stop"), (
            attributes["gen_ai.provider.name"], attributes["gen_ai.request.model"], attributes["gen_ai.usage.input_tokens"],
            attributes["gen_ai.usage.output_tokens"], attributes["gen_ai.response.finish_reasons"]));
        Assert.Equal($"00-4bf92f3577b34da6a3ce929d0e0e4736-{Convert.ToHexString(span.Bytes(2)).ToLowerInvariant()}-01", Assert.Single(upstream.Requests).Headers["traceparent"]);
        Assert.Contains(collector.Spans, s => s.Text(5) == "run_guardrail bartizan" && s.Bytes(4).SequenceEqual(span.Bytes(2)));
        Assert.All(collector.Headers, h => Assert.Equal("collector=key,with%signs", h["x-collector-key"]));
        Assert.All(collector.Resources, r => Assert.Equal(("bartizan", "test"), (r["service.name"], r["deployment.environment.name"])));

        var duration = collector.Metrics.Last(m => m.Text(1) == "gen_ai.client.operation.duration");
        Assert.Equal("s", duration.Text(3));
        var point = duration.Messages(9).Single().Messages(1).Single();
        Assert.Equal(1UL, point.Number(4));
        Assert.Equal(14 * sizeof(double), point.Bytes(7).Length);
        Assert.Contains(collector.Metrics, m => m.Text(1) == "gen_ai.client.token.usage");
        Assert.DoesNotContain(collector.Metrics, m => m.Text(1).StartsWith("gen_ai.client.inference", StringComparison.Ordinal));
        Assert.All(collector.Spans, s => Assert.DoesNotContain(Secret, string.Join(' ', s.Attributes(9).Values), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_sent_anywhere_unless_it_is_configured()
    {
        await using var collector = await OtlpReceiver.StartAsync(grpc: false);
        await using var upstream = ScriptedUpstream.Json(Answer);
        using var folder = new TempFolder();
        // The usual variables of OpenTelemetry are no consent either.
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.AbsoluteUri);
        try
        {
            await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", folder.Write("bartizan.yaml", Gateway(folder, upstream)), "--no-console");
            await AskAsync(bartizan, "hello", null);
            Assert.Equal(0, await bartizan.StopAsync());
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
        }

        Assert.Empty(collector.Headers);
    }

    [Fact]
    public async Task Killed_while_it_exports_it_hands_over_every_recorded_exchange_in_the_end()
    {
        var received = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var isUp = false;
        await using var siem = ScriptedUpstream.Start(async (request, connection) =>
        {
            await connection.JsonAsync("", Volatile.Read(ref isUp) ? 200 : 503);
            if (Volatile.Read(ref isUp))
            {
                received.Enqueue(request.Body);
            }
        });
        await using var upstream = ScriptedUpstream.Json(Answer);
        using var folder = new TempFolder();
        var config = folder.Write("bartizan.yaml", Gateway(folder, upstream) + $$"""
            export:
              - { name: siem, type: ocsf-http, url: "{{siem.Address}}", batch: 3 }
            """);
        var asked = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            // The receiver comes up in the second round, so that kills meet batches under way.
            Volatile.Write(ref isUp, round > 0);
            await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
            for (var i = 0; i < 12; i++)
            {
                asked.Add(await AskAsync(bartizan, "hello", null));
            }

            await bartizan.KillAsync();
        }

        await using var last = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        await Patience.UntilAsync(() => !asked.Except(Ids(received)).Any());

        Assert.Equal([], asked.Except(Ids(received)));
        using var client = new HttpClient { BaseAddress = last.Gateway };
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("bartizan_export_lag_events{sink=\"siem\"}", metrics, StringComparison.Ordinal);
    }

    private static string Answer => """{"id":"x","object":"chat.completion","created":1,"model":"gpt-test","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}""";

    private static string Gateway(TempFolder folder, ScriptedUpstream upstream) => $$"""
        gateway:
          upstreams:
            - { name: fake, dialect: openai, url: "{{upstream.Address}}v1", credential: "file:{{folder.Write("upstream.key", "upstream-key-123")}}", models: [gpt-test] }

        """;

    private static IEnumerable<string> Ids(IEnumerable<string> bodies) => bodies
        .SelectMany(b => b.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Select(l => JsonDocument.Parse(l).RootElement.GetProperty("metadata").GetProperty("uid").GetString()!);

    private static async Task<string> AskAsync(BartizanProcess bartizan, string text, string? traceparent)
    {
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"gpt-test","messages":[{"role":"user","content":"{{text}}"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", bartizan.Key);
        if (traceparent is not null)
        {
            request.Headers.Add("traceparent", traceparent);
        }

        using var response = await client.SendAsync(request);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync() + bartizan.Errors);
        return response.Headers.GetValues("x-bartizan-exchange").Single();
    }
}
