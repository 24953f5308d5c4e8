using System.Diagnostics;

namespace Bartizan.Gateway.Telemetry;

/// <summary>An MCP request or notification, as telemetry sees it. What is not known is null.</summary>
/// <param name="Method">Method, e.g. <c>tools/call</c>.</param>
/// <param name="Tool">Name of the tool called.</param>
/// <param name="Prompt">Name of the prompt asked for.</param>
/// <param name="RequestId">The request's id as text; null for notifications.</param>
/// <param name="SessionId">The MCP session.</param>
/// <param name="ProtocolVersion">Version of the protocol spoken.</param>
/// <param name="Server">Where the MCP server is; null towards the agent.</param>
internal readonly record struct McpCall(
    string Method, string? Tool = null, string? Prompt = null, string? RequestId = null, string? SessionId = null, string? ProtocolVersion = null, Uri? Server = null);

/// <summary>An MCP message under way; give it to <see cref="McpTelemetry.End"/> once.</summary>
/// <param name="Call">What is asked.</param>
/// <param name="Kind">Server towards the agent, client towards the MCP server.</param>
/// <param name="Span">Its span, or null when nobody listens; its <c>Id</c> and <c>TraceStateString</c> belong into <c>params._meta</c> of what is sent on.</param>
/// <param name="Started">Timestamp.</param>
internal readonly record struct McpOperation(McpCall Call, ActivityKind Kind, Activity? Span, long Started);
