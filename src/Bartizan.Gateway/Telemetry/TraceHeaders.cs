using System.Diagnostics;
using Bartizan.Guard;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Telemetry;

/// <summary>
/// W3C Trace Context on the wire. What a client sends correlates and does nothing else: it is passed on only in the form of version 00 and within
/// bounds, and it decides neither whether a trace is kept nor anything about the exchange.
/// </summary>
internal static class TraceHeaders
{
    private const string Parent = "traceparent";
    private const string State = "tracestate";
    private const int ParentLength = 55;

    // The specification asks for at least so much to be passed on.
    private const int LongestState = 512;

    /// <summary>The client's span, or none.</summary>
    public static ActivityContext ParentOf(IHeaderDictionary client) =>
        client.TraceParent is [{ Length: ParentLength } parent]
        && parent.StartsWith("00-", StringComparison.Ordinal)
        && ActivityContext.TryParse(parent, StateOf(client), isRemote: true, out var context)
        && context.TraceId != default
        && context.SpanId != default
            ? context
            : default;

    /// <summary>Puts the trace context on a request to an upstream: our span's when there is one, else the client's.</summary>
    public static void Write(IHeaderDictionary client, HttpRequestMessage request)
    {
        if (Activity.Current is { Source.Name: TelemetrySources.Gateway or TelemetrySources.Mcp, Id: { } id } span)
        {
            Add(request, id, span.TraceStateString);
        }
        else if (client.TraceParent.Count > 0 && ParentOf(client) != default)
        {
            Add(request, client.TraceParent.ToString(), StateOf(client));
        }
    }

    private static void Add(HttpRequestMessage request, string parent, string? state)
    {
        request.Headers.TryAddWithoutValidation(Parent, parent);
        if (!string.IsNullOrEmpty(state))
        {
            request.Headers.TryAddWithoutValidation(State, state);
        }
    }

    private static string? StateOf(IHeaderDictionary client)
    {
        if (client.TraceState.Count == 0)
        {
            return null;
        }

        var state = client.TraceState.ToString();
        return state.Length <= LongestState && !state.AsSpan().ContainsAnyExceptInRange(' ', '~') && SelfEvident.LabelOf(state) is null ? state : null;
    }
}
