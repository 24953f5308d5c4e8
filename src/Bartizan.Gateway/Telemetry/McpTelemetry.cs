using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bartizan.Gateway.Telemetry;

/// <summary>
/// Spans and durations of MCP messages by the conventions for MCP: the gateway is the server of the agent's message and the client of what it sends on.
/// Arguments and results are never captured. On metrics, methods are those of the protocol and tools the first <see cref="MostNames"/>.
/// </summary>
internal sealed class McpTelemetry : IDisposable
{
    /// <summary>Tools and prompts that have series of their own.</summary>
    public const int MostNames = 200;

    private static readonly FrozenSet<string> Methods = new[]
    {
        "completion/complete", "elicitation/create", "initialize", "logging/setLevel", "notifications/cancelled", "notifications/initialized",
        "notifications/message", "notifications/progress", "notifications/prompts/list_changed", "notifications/resources/list_changed",
        "notifications/resources/updated", "notifications/roots/list_changed", "notifications/tools/list_changed", "ping", "prompts/get", "prompts/list",
        "resources/list", "resources/read", "resources/subscribe", "resources/templates/list", "resources/unsubscribe", "roots/list",
        "sampling/createMessage", "tools/call", "tools/list",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300] };

    private readonly ActivitySource _source = new(TelemetrySources.Mcp);
    private readonly Meter _meter = new(TelemetrySources.Mcp);
    private readonly BoundedNames _names = new(MostNames);
    private readonly TimeProvider _time;
    private readonly Histogram<double> _client, _server;

    public McpTelemetry(TimeProvider time)
    {
        _time = time;
        _client = _meter.CreateHistogram("mcp.client.operation.duration", "s", "Duration of an MCP message as its sender saw it.", tags: null, Seconds);
        _server = _meter.CreateHistogram("mcp.server.operation.duration", "s", "Duration of an MCP message as its receiver saw it.", tags: null, Seconds);
    }

    /// <summary>Begins a message. Its span becomes the current one of the caller's method, so begin and end it in one.</summary>
    /// <param name="kind"><see cref="ActivityKind.Server"/> for the agent's message, <see cref="ActivityKind.Client"/> for what is sent on.</param>
    /// <param name="call">What is asked.</param>
    /// <param name="parent">The sender's span, from <c>params._meta</c> or the headers (see <see cref="TraceHeaders.ParentOf"/>); for what is sent on, the agent's message.</param>
    public McpOperation Begin(ActivityKind kind, McpCall call, ActivityContext parent)
    {
        Activity? span = null;
        if (_source.HasListeners())
        {
            Activity.Current = null;
            var target = call.Tool ?? call.Prompt;
            span = _source.StartActivity(target is null ? call.Method : $"{call.Method} {target}", kind, parent, TagsOf(call, call.Method, target));
            span?.SetTag("jsonrpc.request.id", call.RequestId)
                .SetTag("mcp.session.id", call.SessionId)
                .SetTag("mcp.protocol.version", call.ProtocolVersion)
                .SetTag(GenAi.Operation, call.Tool is null ? null : "execute_tool");
        }

        return new McpOperation(call, kind, span, _time.GetTimestamp());
    }

    /// <summary>Ends a message.</summary>
    /// <param name="operation">What <see cref="Begin"/> gave.</param>
    /// <param name="error">Null when it succeeded; the code of a JSON-RPC error as text, <c>tool_error</c> for a result with <c>isError</c>, or our own code.</param>
    /// <param name="rpcCode">The code of the JSON-RPC error, when there is one.</param>
    public void End(in McpOperation operation, string? error, int? rpcCode = null)
    {
        var histogram = operation.Kind == ActivityKind.Client ? _client : _server;
        if (histogram.Enabled)
        {
            var method = Methods.Contains(operation.Call.Method) ? operation.Call.Method : BoundedNames.Other;
            var target = (operation.Call.Tool ?? operation.Call.Prompt) is { } name ? _names.Admit(name) : null;
            var tags = TagsOf(operation.Call, method, target);
            if (error is not null)
            {
                tags.Add(GenAi.ErrorType, error);
            }

            histogram.Record(_time.GetElapsedTime(operation.Started).TotalSeconds, tags);
        }

        if (operation.Span is { } span)
        {
            if (error is not null)
            {
                span.SetTag(GenAi.ErrorType, error).SetStatus(ActivityStatusCode.Error);
            }

            if (rpcCode is { } code)
            {
                span.SetTag("rpc.response.status_code", code.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            span.Stop();
        }
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }

    private static TagList TagsOf(in McpCall call, string method, string? target)
    {
        var tags = new TagList { { "mcp.method.name", method }, { "network.transport", "tcp" } };
        if (target is not null)
        {
            tags.Add(call.Tool is not null ? GenAi.ToolName : GenAi.PromptName, target);
        }

        if (call.Server is { } server)
        {
            tags.Add(GenAi.ServerAddress, server.Host);
            tags.Add(GenAi.ServerPort, server.Port);
        }

        return tags;
    }
}
