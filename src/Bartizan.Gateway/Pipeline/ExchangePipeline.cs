using System.Net.Http.Headers;
using Bartizan.Core.Ids;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Live;
using Bartizan.Gateway.Metrics;
using Bartizan.Gateway.Recording;
using Bartizan.Gateway.Sensitivities;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Pipeline;

/// <summary>
/// The trip of an exchange. Read it as a table of contents: (1) who asks, (2) what, (3) what is in it, (4) may it, (5) mask, translate,
/// and is there room for it, (6) forward, (7, 8) the same for the answer, (9) record, and only then the answer's end.
/// </summary>
internal sealed partial class ExchangePipeline(
    GatewayState state,
    AuthenticateStep authenticate,
    LiveExchanges live,
    InspectStep inspect,
    JudgeStep judge,
    RecogniseStep recognise,
    SessionLabels labels,
    TokeniseStep tokenise,
    ReserveStep reserve,
    ForwardStep forward,
    AnswerWholeStep answerWhole,
    AnswerStreamStep answerStream,
    ExchangeRecorder recorder,
    BudgetBook budgets,
    UnknownCallers unknownCallers,
    GatewayMetrics metrics,
    ExchangeTelemetry telemetry,
    IIdSource ids,
    TimeProvider time,
    ILogger<ExchangePipeline> logger)
{
    public static readonly Refusal NotRecorded = new(503, "record_unavailable", "The exchange could not be recorded, so its answer is withheld. Try again later.");

    private static readonly Refusal Broken = new(500, "internal", "The gateway failed on this request.");

    /// <summary>Takes one request from beginning to end.</summary>
    public Task RunAsync(HttpContext http, RouteMatch match) => RunAsync(http, match, HandleAsync);

    /// <summary>The same for another trip: <paramref name="handle"/> answers, or says why not.</summary>
    public async Task RunAsync(HttpContext http, RouteMatch match, Func<Exchange, ValueTask<Refusal?>> handle)
    {
        using var exchange = new Exchange(http, match, state.Current, ids.NewId("exc"), time);
        http.Response.Headers[AnswerHeaders.Exchange] = exchange.Id;
        metrics.Begin();
        try
        {
            if (await handle(exchange) is { } refusal)
            {
                await RefuseAsync(exchange, refusal);
            }
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            await RefuseAsync(exchange, Refusal.Of(ForwardFailure.ClientGone));
        }
        catch (Exception e)
        {
            // Also what failed in the middle of an answer is recorded; the client sees that its answer has no end.
            LogBroken(e, exchange.Id);
            await RefuseAsync(exchange, Broken);
        }
        finally
        {
            live.Leave(exchange);
            if (exchange.Spending is { } spending)
            {
                // Most were settled when they were recorded.
                _ = budgets.Settle(spending).AsTask();
            }

            metrics.End(exchange, http.Response.StatusCode);
            telemetry.End(exchange, http.Response.StatusCode);
        }
    }

    private async ValueTask<Refusal?> HandleAsync(Exchange exchange)
    {
        if (await authenticate.RunAsync(exchange) is { } unknown)
        {
            return unknown;
        }

        if (await ReadStep.RunAsync(exchange) is { } unreadable)
        {
            return unreadable;
        }

        if (live.Enter(exchange) is { } stopped)
        {
            return stopped;
        }

        var started = exchange.Timer.Now;
        inspect.Run(exchange);
        await judge.RunAsync(exchange);
        reserve.Find(exchange);
        var denied = await recognise.RunAsync(exchange) ?? await labels.LabelAsync(exchange) ?? DecideStep.Run(exchange);
        if (denied is null && exchange.Tokenise.Count > 0)
        {
            denied = await tokenise.RunAsync(exchange);
        }
        else if (denied is null)
        {
            RedactStep.Run(exchange);
        }

        denied ??= SpotlightStep.Run(exchange) ?? TranslateStep.Run(exchange);
        exchange.Timer.InspectRequest = exchange.Timer.Now - started;
        return denied ?? await reserve.RunAsync(exchange) ?? await labels.RememberAsync(exchange) ?? await ForwardAsync(exchange);
    }

    private async ValueTask<Refusal?> ForwardAsync(Exchange exchange)
    {
        using var deadline = exchange.StartClock();
        if (live.Check(exchange) is { } ended)
        {
            return ended;
        }

        var (response, failure) = await forward.RunAsync(exchange, deadline);
        if (response is null)
        {
            return Refusal.Of(failure);
        }

        using (response)
        {
            if (response.IsSuccessStatusCode && ShapeOf(exchange, response.Content.Headers) is { } shape)
            {
                return await answerStream.RunAsync(exchange, response, shape, deadline);
            }

            var (refusal, body) = await answerWhole.RunAsync(exchange, response, deadline);
            if (refusal is not null)
            {
                return refusal;
            }

            if (!await recorder.RecordAsync(exchange, (int)response.StatusCode, refused: false))
            {
                await WriteErrorAsync(exchange, NotRecorded);
                return null;
            }

            AnswerHeaders.Write(exchange, response, time.GetUtcNow());
            exchange.Http.Response.ContentLength = body.Length;
            await exchange.Http.Response.BodyWriter.WriteAsync(body, exchange.Http.RequestAborted);
            return null;
        }
    }

    /// <summary>Records a refusal and says it in the dialect's own shape.</summary>
    private async ValueTask RefuseAsync(Exchange exchange, Refusal refusal)
    {
        if (exchange.IsRecorded)
        {
            // Its answer was on the way when this happened; all that is left is not to end it well.
            exchange.Http.Abort();
            return;
        }

        exchange.Failure = refusal.Failure;
        if (exchange.Principal is null && !unknownCallers.Take())
        {
            await WriteErrorAsync(exchange, refusal);
            return;
        }

        var recorded = await recorder.RecordAsync(exchange, refusal.Status, refused: true);
        if (refusal.Failure != ForwardFailure.ClientGone)
        {
            await WriteErrorAsync(exchange, recorded ? refusal : NotRecorded);
        }
    }

    private async ValueTask WriteErrorAsync(Exchange exchange, Refusal refusal)
    {
        exchange.RefusalCode = refusal.Code;
        var response = exchange.Http.Response;
        if (response.HasStarted)
        {
            exchange.Http.Abort();
            return;
        }

        var body = exchange.ErrorBody?.Invoke(refusal) ?? (refusal.RetryAfter is { } wait
            ? exchange.Route.Dialect.BusyBody(refusal.Status, refusal.Code, refusal.Message, exchange.Id, wait)
            : exchange.Route.Dialect.ErrorBody(refusal.Status, refusal.Code, refusal.Message, exchange.Id));
        response.StatusCode = refusal.Status;
        BudgetHeaders.Write(exchange, time.GetUtcNow());
        if (refusal.RetryAfter is { } retry)
        {
            BudgetHeaders.WriteRetry(exchange, retry);
        }

        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        AnswerHeaders.WriteErrorType(response, exchange.Route.Dialect, refusal.Status);
        AnswerHeaders.WriteOverhead(exchange);
        await response.BodyWriter.WriteAsync(body, exchange.Http.RequestAborted);
    }

    private static StreamShape? ShapeOf(Exchange exchange, HttpContentHeaders headers) =>
        exchange.Onward.Route.Dialect.ShapeOf(headers.ContentType?.MediaType?.ToLowerInvariant() ?? "", exchange.Onward.Route.Streams);

    [LoggerMessage(2000, LogLevel.Error, "Exchange {ExchangeId} failed inside the gateway.")]
    private partial void LogBroken(Exception exception, string exchangeId);
}
