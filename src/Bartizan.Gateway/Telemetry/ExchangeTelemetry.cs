using System.Diagnostics;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Telemetry;

/// <summary>
/// One client span for each exchange of a known agent, from its arrival to its end, and its measurements. Never holds what was said.
/// Callers without a valid key make no spans, so that nobody outside can fill a tracing backend.
/// </summary>
internal sealed class ExchangeTelemetry(GenAiMetrics metrics, GuardrailSpans guardrails) : IDisposable
{
    private const int MostReasons = 16;
    private const int LongestReason = 40;

    private readonly ActivitySource _source = new(TelemetrySources.Gateway);

    /// <summary>Opens the span before the request goes upstream, so that the upstream can be its child. Further attempts share it.</summary>
    public void Begin(Exchange exchange)
    {
        exchange.Timer.Forwarded = exchange.Timer.Now;
        exchange.Span ??= Start(exchange);
    }

    /// <summary>Takes note of a piece of a streamed answer.</summary>
    public void Chunk(Exchange exchange, long arrived)
    {
        ref var timer = ref exchange.Timer;
        if (timer.FirstChunk == 0)
        {
            timer.FirstChunk = arrived;
        }
        else
        {
            metrics.RecordChunk(exchange, timer.Seconds(arrived - timer.LastChunk));
        }

        timer.LastChunk = arrived;
    }

    /// <summary>Measures the finished exchange and closes its span.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="status">HTTP status that the client got.</param>
    public void End(Exchange exchange, int status)
    {
        // Exchanges with MCP servers have spans and measurements of their own.
        if (exchange.Route.Dialect is McpDialect)
        {
            return;
        }

        if (metrics.IsEnabled)
        {
            metrics.Record(exchange, ErrorOf(exchange, status));
        }

        var ambient = Activity.Current;
        if ((exchange.Span ?? (exchange.Principal is null ? null : Start(exchange))) is not { } span)
        {
            return;
        }

        if (span.IsAllDataRequested)
        {
            Describe(span, exchange, ErrorOf(exchange, status));
            guardrails.Write(span, exchange);
        }

        span.Stop();
        Activity.Current = ambient;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>A word for how an exchange went wrong, or null: our own code, or the upstream's status.</summary>
    internal static string? ErrorOf(Exchange exchange, int status)
    {
        if (exchange.RefusalCode is { } code)
        {
            return code;
        }

        if (exchange.Failure != ForwardFailure.None)
        {
            return exchange.Failure.Describe().Code;
        }

        foreach (var decision in exchange.Decisions)
        {
            if (decision.Code.Length > 0)
            {
                return decision.Code;
            }
        }

        return status >= 400 ? status.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    // The upstream chose it, so it is kept only where nothing can be said in it.
    private static string Word(string reason) => reason.Length <= LongestReason && reason.All(c => char.IsAsciiLetter(c) || c == '_') ? reason : "_OTHER";

    private Activity? Start(Exchange exchange)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        var operation = GenAi.OperationOf(exchange.Route);
        var tags = new TagList
        {
            { GenAi.Operation, operation },
            { GenAi.Provider, GenAi.ProviderOf(exchange.Onward.Route.Provider) },
        };
        var model = exchange.Request?.Model ?? "";
        if (model.Length > 0)
        {
            tags.Add(GenAi.RequestModel, model);
        }

        if (exchange.Upstream is { } upstream)
        {
            tags.Add(GenAi.ServerAddress, upstream.Base.Host);
            tags.Add(GenAi.ServerPort, upstream.Base.Port);
        }

        // The web server's own activity is not exported: as a parent it would be a hole in the trace.
        Activity.Current = null;
        return _source.StartActivity(
            model.Length > 0 ? $"{operation} {model}" : operation, ActivityKind.Client, TraceHeaders.ParentOf(exchange.Http.Request.Headers), tags, links: null, exchange.Time);
    }

    private static void Describe(Activity span, Exchange exchange, string? error)
    {
        span.SetTag("bartizan.exchange.id", exchange.Id);
        if (exchange.Request?.Stream == true)
        {
            span.SetTag(GenAi.RequestStream, true);
        }

        if (exchange.Timer.FirstChunkSeconds is { } first)
        {
            span.SetTag(GenAi.FirstChunk, first);
        }

        if (exchange.StopReasons.Count > 0)
        {
            span.SetTag(GenAi.FinishReasons, exchange.StopReasons.Take(MostReasons).Select(Word).ToArray());
        }

        if (exchange.Usage.Input is { } input)
        {
            span.SetTag(GenAi.InputTokens, input);
        }

        if (exchange.Usage.Output is { } output)
        {
            span.SetTag(GenAi.OutputTokens, output);
        }

        if (error is not null)
        {
            span.SetTag(GenAi.ErrorType, error).SetStatus(ActivityStatusCode.Error);
        }
    }
}
