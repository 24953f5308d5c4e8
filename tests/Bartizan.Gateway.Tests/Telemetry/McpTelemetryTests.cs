using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bartizan.Gateway.Telemetry;

namespace Bartizan.Gateway.Tests.Telemetry;

public class McpTelemetryTests
{
    [Fact]
    public void A_tool_call_is_a_server_span_with_a_client_span_below_it()
    {
        using var spans = new SpanCollector(TelemetrySources.Mcp);
        using var telemetry = new McpTelemetry(TimeProvider.System);
        var tool = "weather-" + nameof(A_tool_call_is_a_server_span_with_a_client_span_below_it);
        Assert.True(ActivityContext.TryParse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null, isRemote: true, out var agent));
        var asked = telemetry.Begin(ActivityKind.Server, new McpCall("tools/call", tool, RequestId: "7", SessionId: "s1", ProtocolVersion: "2025-06-18"), agent);
        var sent = telemetry.Begin(ActivityKind.Client, new McpCall("tools/call", tool, Server: new Uri("https://tools.example.org/mcp")), asked.Span!.Context);
        telemetry.End(sent, "tool_error");
        telemetry.End(asked, "-32602", -32602);

        var (server, client) = (asked.Span!, sent.Span!);
        Assert.Equal(($"tools/call {tool}", ActivityKind.Server), (server.DisplayName, server.Kind));
        Assert.Equal((agent.TraceId, agent.SpanId), (server.TraceId, server.ParentSpanId));
        Assert.Equal(server.SpanId, client.ParentSpanId);
        Assert.Equal(("execute_tool", "7", "s1", "2025-06-18", "-32602"), (
            server.GetTagItem("gen_ai.operation.name"), server.GetTagItem("jsonrpc.request.id"), server.GetTagItem("mcp.session.id"),
            server.GetTagItem("mcp.protocol.version"), server.GetTagItem("rpc.response.status_code")));
        Assert.Equal(("tool_error", ActivityStatusCode.Error, "tools.example.org", 443), (
            client.GetTagItem("error.type"), client.Status, client.GetTagItem("server.address"), client.GetTagItem("server.port")));
        Assert.Contains(client, spans.Spans);
    }

    [Fact]
    public void Invented_methods_and_tools_make_no_series_without_end()
    {
        using var telemetry = new McpTelemetry(TimeProvider.System);
        var series = new HashSet<string>();
        // Measurements come on the thread that makes them; gateways of other tests make theirs meanwhile.
        var here = Environment.CurrentManagedThreadId;
        using var listener = new MeterListener { InstrumentPublished = (i, l) => { if (i.Name == "mcp.server.operation.duration") { l.EnableMeasurementEvents(i); } } };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (Environment.CurrentManagedThreadId == here)
            {
                series.Add(string.Join(',', tags.ToArray().Select(t => $"{t.Key}={t.Value}")));
            }
        });
        listener.Start();
        for (var i = 0; i < 1_000; i++)
        {
            telemetry.End(telemetry.Begin(ActivityKind.Server, new McpCall($"evil/{i}", $"tool{i}"), default), null);
        }

        Assert.Equal(McpTelemetry.MostNames + 1, series.Count);
        Assert.All(series, s => Assert.Contains("mcp.method.name=_OTHER", s, StringComparison.Ordinal));
    }
}
