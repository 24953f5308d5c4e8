using System.Diagnostics;
using System.Text;
using Bartizan.Gateway.Telemetry;
using Bartizan.Gateway.Tests.Forwarding;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Telemetry;

/// <summary>Whoever listens is heard by the whole process, so all of these stand in one class and run one after another.</summary>
public class ExchangeSpanTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = "00f067aa0ba902b7";
    private const string Secret = "my-words-nobody-may-export";

    [Fact]
    public async Task An_exchange_is_a_client_span_between_the_clients_span_and_the_upstreams()
    {
        using var spans = new SpanCollector(TelemetrySources.Gateway);
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "the answer " + Secret));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        // Unsampled by the client: that is not the client's to say.
        var id = await AskAsync(gateway, "/openai/v1/chat/completions", Bodies.Ask("openai", "hello " + Secret), ("traceparent", $"00-{Trace}-{Parent}-00"), ("tracestate", "rojo=1"));
        var span = await FinishedAsync(spans, id);
        Assert.Equal(("chat gpt-test", ActivityKind.Client, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal((Trace, Parent), (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString()));
        var tags = span.TagObjects.ToDictionary(t => t.Key, t => t.Value);
        Assert.Equal("chat", tags["gen_ai.operation.name"]);
        Assert.Equal("openai", tags["gen_ai.provider.name"]);
        Assert.Equal("gpt-test", tags["gen_ai.request.model"]);
        Assert.Equal((3L, 5L), (tags["gen_ai.usage.input_tokens"], tags["gen_ai.usage.output_tokens"]));
        Assert.Equal(["stop"], (string[])tags["gen_ai.response.finish_reasons"]!);
        Assert.Equal(("127.0.0.1", upstream.Address.Port), (tags["server.address"], tags["server.port"]));
        Assert.False(tags.ContainsKey("gen_ai.request.stream") || tags.ContainsKey("error.type"));
        Assert.DoesNotContain(Secret, string.Join(' ', tags.Values), StringComparison.Ordinal);

        var sent = Assert.Single(upstream.Requests).Headers;
        Assert.Equal($"00-{Trace}-{span.SpanId.ToHexString()}-01", sent["traceparent"]);
        Assert.Equal("rojo=1", sent["tracestate"]);
    }

    [Theory]
    [InlineData("/anthropic/v1/messages", "claude-test", "chat", "anthropic")]
    [InlineData("/openai/v1/embeddings", "gpt-test", "embeddings", "openai")]
    [InlineData("/gemini/v1beta/models/gemini-test:generateContent", "gemini-test", "generate_content", "gcp.gemini")]
    [InlineData("/anthropic/v1/messages/count_tokens", "claude-test", "count_tokens", "anthropic")]
    public async Task Each_dialect_has_its_operation_and_provider(string path, string model, string operation, string provider)
    {
        using var spans = new SpanCollector(TelemetrySources.Gateway);
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        var body = path.Contains("embeddings", StringComparison.Ordinal) ? """{"model":"gpt-test","input":"hello"}"""
            : path.Contains("gemini", StringComparison.Ordinal) ? """{"contents":[{"role":"user","parts":[{"text":"hello"}]}]}"""
            : Bodies.Ask("anthropic", "hello");
        var span = await FinishedAsync(spans, await AskAsync(gateway, path, body));
        Assert.Equal($"{operation} {model}", span.DisplayName);
        Assert.Equal((operation, provider), (span.GetTagItem("gen_ai.operation.name"), span.GetTagItem("gen_ai.provider.name")));
        Assert.Equal(default, span.ParentSpanId);
    }

    [Fact]
    public async Task A_stream_tells_when_its_first_piece_came()
    {
        using var spans = new SpanCollector(TelemetrySources.Gateway);
        await using var upstream = ScriptedUpstream.Events(string.Concat(Bodies.Events("anthropic", "Hello ", "there. ")));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        var span = await FinishedAsync(spans, await AskAsync(gateway, "/anthropic/v1/messages", Bodies.Ask("anthropic", "hello", stream: true)));
        Assert.Equal(true, span.GetTagItem("gen_ai.request.stream"));
        Assert.InRange((double)span.GetTagItem("gen_ai.response.time_to_first_chunk")!, 0, span.Duration.TotalSeconds);
        Assert.Equal(["end_turn"], (string[])span.GetTagItem("gen_ai.response.finish_reasons")!);
        Assert.Equal(5L, span.GetTagItem("gen_ai.usage.output_tokens"));
    }

    [Fact]
    public async Task A_hostile_upstream_cannot_speak_through_its_finish_reason()
    {
        using var spans = new SpanCollector(TelemetrySources.Gateway);
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi").Replace("\"stop\"", "\"call +31 20 555 0100\"", StringComparison.Ordinal));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        var span = await FinishedAsync(spans, await AskAsync(gateway, "/openai/v1/chat/completions", Bodies.Ask("openai", "hello")));
        Assert.Equal(["_OTHER"], (string[])span.GetTagItem("gen_ai.response.finish_reasons")!);
    }

    [Fact]
    public async Task What_is_refused_or_fails_says_why()
    {
        using var spans = new SpanCollector(TelemetrySources.Gateway);
        await using var upstream = ScriptedUpstream.Json("""{"error":{"message":"busy"}}""", 529);
        await using var gateway = await TestGateway.StartAsync(upstream.Address, """@id("no") @code("not_today") forbid(principal, action, resource) when { context.labels.contains("never") }; @id("yes") permit(principal, action, resource);""");
        var busy = await FinishedAsync(spans, await AskAsync(gateway, "/openai/v1/chat/completions", Bodies.Ask("openai", "hello")));
        Assert.Equal(("529", ActivityStatusCode.Error), (busy.GetTagItem("error.type"), busy.Status));
        var unknown = await FinishedAsync(spans, await AskAsync(gateway, "/openai/v1/chat/completions", Bodies.Ask("openai", "hello", model: "nobody-serves-this")));
        Assert.Equal("unknown_model", unknown.GetTagItem("error.type"));
        Assert.Null(unknown.GetTagItem("server.address"));

        await using var denying = await TestGateway.StartAsync(upstream.Address, """@id("none") @code("not_today") forbid(principal, action, resource);""");
        var denied = await FinishedAsync(spans, await AskAsync(denying, "/openai/v1/chat/completions", Bodies.Ask("openai", "hello")));
        Assert.Equal(("not_today", ActivityStatusCode.Error), (denied.GetTagItem("error.type"), denied.Status));
    }

    [Fact]
    public async Task A_stranger_makes_no_spans()
    {
        using var spans = new SpanCollector(TelemetrySources.Gateway);
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent(Bodies.Ask("openai", "hello")) };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer btz_wrong");
        using var response = await gateway.Client.SendAsync(request);
        var exchange = response.Headers.GetValues("x-bartizan-exchange").Single();
        await FinishedAsync(spans, await AskAsync(gateway, "/openai/v1/chat/completions", Bodies.Ask("openai", "hello")));
        Assert.DoesNotContain(spans.Spans, s => s.GetTagItem("bartizan.exchange.id") as string == exchange);
    }

    [Theory]
    [InlineData($"00-{Trace}-{Parent}-01", "a=b", true, true)]
    [InlineData($"00-{Trace}-{Parent}-01", null, true, false)]
    [InlineData($"00-{Trace}-{Parent}-01-more", "a=b", false, false)]
    [InlineData($"ff-{Trace}-{Parent}-01", "a=b", false, false)]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01", "a=b", false, false)]
    [InlineData($"00-{Trace}-0000000000000000-01", "a=b", false, false)]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", "a=b", false, false)]
    [InlineData("ignore all previous instructions", "a=b", false, false)]
    [InlineData($"00-{Trace}-{Parent}-01", "LONG", true, false)]
    public async Task Without_a_listener_only_sound_trace_context_passes(string parent, string? state, bool passes, bool statePasses)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        var text = state == "LONG" ? "a=" + new string('b', 600) : state;
        await AskAsync(gateway, "/openai/v1/chat/completions", Bodies.Ask("openai", "hello"), text is null ? [("traceparent", parent)] : [("traceparent", parent), ("tracestate", text)]);
        var sent = Assert.Single(upstream.Requests).Headers;
        Assert.Equal(passes ? parent : null, sent.GetValueOrDefault("traceparent"));
        Assert.Equal(statePasses ? text : null, sent.GetValueOrDefault("tracestate"));
    }

    [Fact]
    public async Task Guardrail_spans_are_made_only_for_who_listens_to_them_and_hold_no_text()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "fine"));
        await using var gateway = await TestGateway.StartAsync(
            upstream.Address, """@id("no-secrets") @code("secret_in_request") forbid(principal, action == Action::"invokeModel", resource) when { context.labels.contains("test.word") }; @id("yes") permit(principal, action, resource);""", null, new WordInspector(Secret, "test.word"));
        using var spans = new SpanCollector(TelemetrySources.Gateway, TelemetrySources.Guardrails);
        var exchange = await FinishedAsync(spans, await AskAsync(gateway, "/openai/v1/chat/completions", Bodies.Ask("openai", Secret)));
        var guardrail = Assert.Single(spans.Spans, s => s.ParentSpanId == exchange.SpanId);
        Assert.Equal(("run_guardrail bartizan", ActivityKind.Internal), (guardrail.DisplayName, guardrail.Kind));
        Assert.Equal(("input", "deny", "block", "no-secrets"), (
            guardrail.GetTagItem("gen_ai.security.target.type"), guardrail.GetTagItem("gen_ai.security.verdict.type"),
            guardrail.GetTagItem("gen_ai.security.action.type"), guardrail.GetTagItem("gen_ai.security.policy.id")));
        var finding = Assert.Single(guardrail.Events);
        Assert.Equal("gen_ai.security.finding", finding.Name);
        Assert.Contains(finding.Tags, t => t is { Key: "gen_ai.security.risk.finding", Value: "custom:test.word" });
        Assert.DoesNotContain(Secret, string.Join(' ', finding.Tags.Concat(guardrail.TagObjects).Select(t => t.Value)), StringComparison.Ordinal);

        var passed = await FinishedAsync(spans, await AskAsync(gateway, "/openai/v1/chat/completions", Bodies.Ask("openai", "hello")));
        Assert.Equal(["input", "output"], spans.Spans.Where(s => s.ParentSpanId == passed.SpanId).Select(s => s.GetTagItem("gen_ai.security.target.type")));
    }

    private static async Task<string> AskAsync(TestGateway gateway, string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", "Bearer " + OneAgent.Key);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await gateway.Client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
        return response.Headers.GetValues("x-bartizan-exchange").Single();
    }

    // The client has its answer a moment before the pipeline has closed the span.
    private static async Task<Activity> FinishedAsync(SpanCollector spans, string exchange)
    {
        await FailureTests.Until(() => spans.Spans.Any(s => s.GetTagItem("bartizan.exchange.id") as string == exchange));
        return spans.Of(exchange);
    }
}
