using System.Buffers;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Masking;
using Bartizan.Gateway.Metrics;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Recording;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Telemetry;

namespace Bartizan.Gateway.Pipeline;

/// <summary>
/// Passes a streamed answer on while it is inspected. The bytes in which it ends wait until the exchange is recorded,
/// so that no client ever has a finished answer that is not in the log.
/// </summary>
internal sealed class AnswerStreamStep(SegmentRecorder segments, HeldCalls held, ExchangeRecorder recorder, ExchangeTelemetry telemetry, GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>Why the stream did not begin, or null once it has begun and, whatever happened, ended.</summary>
    public async ValueTask<Refusal?> RunAsync(Exchange exchange, HttpResponseMessage response, StreamShape shape, Deadline deadline)
    {
        var gate = new StreamGate(exchange, held);
        if (gate.Opening is { } refusal)
        {
            return refusal;
        }

        var inspected = exchange.Onward.Route.Dialect.OpenStream(
            TokenGuard.For(new GuardStreams(exchange.AnswerGuard, exchange.Prompt), exchange.Masking),
            gate,
            new StreamSettings(exchange.Id, AnswerMask.For(exchange.Masking)) { Shape = shape, WritesErrors = exchange.Translator is null });
        using var transform = exchange.Translator?.OpenStream(inspected) ?? inspected;
        using var output = new OutputBuffer();
        AnswerHeaders.Write(exchange, response, time.GetUtcNow(), stream: true);
        metrics.BeginStream();
        try
        {
            exchange.Failure = await PumpAsync(exchange, response, transform, output, deadline);
        }
        finally
        {
            metrics.EndStream();
        }

        await FinishAsync(exchange, transform, output);
        return null;
    }

    /// <summary>Reads, inspects and writes until the transform has produced the end, which is left in <paramref name="output"/>.</summary>
    private async ValueTask<ForwardFailure> PumpAsync(
        Exchange exchange, HttpResponseMessage response, IStreamTransform transform, OutputBuffer output, Deadline deadline)
    {
        var idle = exchange.Snapshot.Routes.Options.Timeouts.Idle;
        var failure = ForwardFailure.None;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
            while (true)
            {
                deadline.Arm(ForwardFailure.UpstreamIdleTimeout, idle);
                var waiting = exchange.Timer.Now;
                using var piece = await Piece.ReadAsync(stream, deadline.Token);
                var arrived = exchange.Timer.Now;
                exchange.Timer.Upstream += arrived - waiting;
                if (piece.Bytes.IsEmpty)
                {
                    transform.Complete(output);
                    await UseAsync(exchange, transform, output);
                    failure = transform.Report.Ending == StreamEnding.Truncated ? ForwardFailure.UpstreamTruncated : ForwardFailure.None;
                    return failure;
                }

                telemetry.Chunk(exchange, arrived);
                transform.Push(piece.Bytes, output);
                await UseAsync(exchange, transform, output);
                var inspected = exchange.Timer.Now;
                exchange.Timer.InspectResponse += inspected - arrived;
                if (transform.IsOver || transform.Report.Ending != StreamEnding.Open)
                {
                    return ForwardFailure.None;
                }

                if (await HistoryBook.KeepAsync(exchange) is { } unkept)
                {
                    output.Clear();
                    transform.Fail(unkept.Code, unkept.Message, output);
                    return ForwardFailure.None;
                }

                if (output.Written.Length > 0)
                {
                    // The client may take its time; its own data rate limit watches over that, not the upstream's clock.
                    deadline.Arm(ForwardFailure.ClientGone, TimeSpan.MaxValue);
                    await exchange.Http.Response.BodyWriter.WriteAsync(output.Written, deadline.Token);
                    output.Clear();
                    exchange.Timer.Client += exchange.Timer.Now - inspected;
                }
            }
        }
        catch (OperationCanceledException)
        {
            failure = deadline.Cause;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            failure = exchange.Http.RequestAborted.IsCancellationRequested ? ForwardFailure.ClientGone : ForwardFailure.UpstreamTruncated;
        }

        output.Clear();
        var (_, code, message) = failure.Describe();
        transform.Fail(code, message, output);
        return failure;
    }

    /// <summary>Counts the grants that let tool calls pass, before the client has any of these calls; where that fails, the stream ends before them.</summary>
    private async ValueTask UseAsync(Exchange exchange, IStreamTransform transform, OutputBuffer output)
    {
        if (await held.UseAsync(exchange) is { } refusal)
        {
            output.Clear();
            transform.Fail(refusal.Code, refusal.Message, output);
        }
    }

    private async ValueTask FinishAsync(Exchange exchange, IStreamTransform transform, OutputBuffer output)
    {
        var report = transform.Report;
        exchange.Usage = report.Usage;
        exchange.StopReasons = report.StopReasons;
        exchange.Spending?.Answered(report.Usage, TokenEstimate.Of(report), report.Ending == StreamEnding.Finished);
        exchange.ResponseSegments = segments.Of(exchange, report);
        if (!await recorder.RecordAsync(exchange, 200, refused: false))
        {
            output.Clear();
            output.Write(transform.Error(ExchangePipeline.NotRecorded.Code, ExchangePipeline.NotRecorded.Message, exchange.Http.Response.HasStarted));
        }

        if (exchange.Failure != ForwardFailure.ClientGone)
        {
            await exchange.Http.Response.BodyWriter.WriteAsync(output.Written);
        }
    }
}
