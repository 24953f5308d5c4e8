using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Mcp.Http;
using Bartizan.Gateway.Mcp.Servers;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Recording;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>Passes a server's answer on, judged. The last answer that the client waits for waits itself until the exchange is recorded.</summary>
internal sealed class McpAnswerStep(McpAnswerJudge judge, ExchangeRecorder recorder, McpSessions sessions, McpTransports transports)
{
    /// <summary>Why there is no answer, or null once it is given.</summary>
    public ValueTask<Refusal?> RunAsync(McpTurn turn, McpAnswer answer, Deadline deadline) => answer.Body switch
    {
        McpBody.Json => WholeAsync(turn, answer, deadline),
        McpBody.Events when answer.Status == 200 => StreamAsync(turn, answer, deadline),
        _ => PlainAsync(turn, answer),
    };

    /// <summary>Gives the client an answer of the gateway's own.</summary>
    public async ValueTask<Refusal?> GiveAsync(McpTurn turn, OwnAnswer own)
    {
        if (!await recorder.RecordAsync(turn.Exchange, own.Status, refused: true))
        {
            return ExchangePipeline.NotRecorded;
        }

        await WriteAsync(turn, own.Status, own.Body);
        return null;
    }

    private async ValueTask<Refusal?> WholeAsync(McpTurn turn, McpAnswer answer, Deadline deadline)
    {
        var exchange = turn.Exchange;
        var (failure, document) = await AnswerBody.ReceiveAsync(exchange, answer.OpenAsync, answer.Length, deadline);
        if (failure != ForwardFailure.None)
        {
            return McpTurn.Refuse(failure);
        }

        var started = exchange.Timer.Now;
        var judged = await judge.JudgeAsync(turn, document);
        exchange.Timer.InspectResponse += exchange.Timer.Now - started;
        if (judged is null || judged.Length == 0 || (turn.IsWaiting && answer.Status < 400))
        {
            // Not in the protocol, or an answer to something else.
            return answer.Status >= 400
                ? new Refusal(answer.Status, "upstream_error", $"The MCP server answered with status {answer.Status}.")
                : McpTurn.Refuse(ForwardFailure.ResponseUnreadable);
        }

        if (!await recorder.RecordAsync(exchange, answer.Status, refused: false))
        {
            return ExchangePipeline.NotRecorded;
        }

        BindSession(turn, answer);
        await WriteAsync(turn, answer.Status, judged);
        return null;
    }

    private async ValueTask<Refusal?> PlainAsync(McpTurn turn, McpAnswer answer)
    {
        if (turn.IsWaiting || answer.Status >= 400)
        {
            return answer.Status >= 400
                ? new Refusal(answer.Status, "upstream_error", $"The MCP server answered with status {answer.Status}.")
                : McpTurn.Refuse(ForwardFailure.ResponseUnreadable);
        }

        if (!await recorder.RecordAsync(turn.Exchange, answer.Status, refused: false))
        {
            return ExchangePipeline.NotRecorded;
        }

        var response = turn.Exchange.Http.Response;
        response.StatusCode = answer.Status;
        AnswerHeaders.WriteOverhead(turn.Exchange);
        return null;
    }

    private async ValueTask<Refusal?> StreamAsync(McpTurn turn, McpAnswer answer, Deadline deadline)
    {
        var exchange = turn.Exchange;
        var response = exchange.Http.Response;
        BindSession(turn, answer);
        (response.StatusCode, response.ContentType) = (200, "text/event-stream");
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        AnswerHeaders.WriteOverhead(exchange);
        using var output = new OutputBuffer();
        exchange.Failure = await PumpAsync(turn, answer, output, deadline);
        if (turn.IsWaiting && exchange.Failure != ForwardFailure.ClientGone && !(turn.MayResume && exchange.Failure == ForwardFailure.None))
        {
            var refusal = McpTurn.Refuse(exchange.Failure == ForwardFailure.None ? ForwardFailure.UpstreamTruncated : exchange.Failure);
            McpEvents.Write(output, turn.ErrorBody(refusal));
        }

        if (!await recorder.RecordAsync(exchange, 200, refused: false))
        {
            // What is left holds the last answer, and that must not be given.
            output.Clear();
            McpEvents.Write(output, turn.ErrorBody(ExchangePipeline.NotRecorded));
        }

        if (exchange.Failure != ForwardFailure.ClientGone)
        {
            await response.BodyWriter.WriteAsync(output.Written);
        }

        return null;
    }

    /// <summary>Reads, judges and writes until the last answer or the stream's end; what must wait for the record is left in <paramref name="output"/>.</summary>
    private async ValueTask<ForwardFailure> PumpAsync(McpTurn turn, McpAnswer answer, OutputBuffer output, Deadline deadline)
    {
        var exchange = turn.Exchange;
        var waited = turn.IsWaiting;
        using var events = new McpEvents();
        try
        {
            // Headers go out at once: a stream may stay silent for long.
            await exchange.Http.Response.BodyWriter.FlushAsync(deadline.Token);
            var stream = await answer.OpenAsync(deadline.Token);
            while (true)
            {
                // A tool may work for long in silence, and a stream of the server's own may have nothing to say: only the whole has an end.
                deadline.Arm(ForwardFailure.TotalTimeout, TimeSpan.MaxValue);
                var started = exchange.Timer.Now;
                using var piece = await Piece.ReadAsync(stream, deadline.Token);
                var arrived = exchange.Timer.Now;
                exchange.Timer.Upstream += arrived - started;
                events.Push(piece.Bytes);
                while (events.TryNext(piece.Bytes.IsEmpty, out var next))
                {
                    var judged = next.Data.Length == 0 ? [] : await judge.JudgeAsync(turn, next.Data);
                    if (judged is null)
                    {
                        return ForwardFailure.ResponseUnreadable;
                    }

                    await RefuseAsync(turn, deadline);
                    McpEvents.Write(output, judged, next.Id, next.Retry);
                    turn.MayResume |= next.Id is not null && turn.Revision != McpRevision.Stateless;
                    if (waited && !turn.IsWaiting)
                    {
                        exchange.Timer.InspectResponse += exchange.Timer.Now - arrived;
                        return ForwardFailure.None;
                    }
                }

                var inspected = exchange.Timer.Now;
                exchange.Timer.InspectResponse += inspected - arrived;
                if (piece.Bytes.IsEmpty || turn.IsFull)
                {
                    return ForwardFailure.None;
                }

                await exchange.Http.Response.BodyWriter.WriteAsync(output.Written, deadline.Token);
                output.Clear();
                exchange.Timer.Client += exchange.Timer.Now - inspected;
            }
        }
        catch (OperationCanceledException)
        {
            return deadline.Cause;
        }
        catch (JsonRefusal)
        {
            return ForwardFailure.ResponseTooLarge;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return exchange.Http.RequestAborted.IsCancellationRequested ? ForwardFailure.ClientGone : ForwardFailure.UpstreamTruncated;
        }
    }

    // What may not be passed on is refused at the server, which would wait for the client otherwise.
    private async ValueTask RefuseAsync(McpTurn turn, Deadline deadline)
    {
        while (turn.Refused.TryDequeue(out var id))
        {
            using var refusal = McpReading.OfClient(McpErrors.Error(id, McpErrors.Refused, "The client may not be asked this.", "blocked_by_policy", turn.Exchange.Id));
            using var ignored = await transports.To(turn.Server).SendAsync(new McpCall(HttpMethod.Post, refusal, turn.Revision, turn.Session) { Purpose = turn.Purpose }, deadline);
        }
    }

    private void BindSession(McpTurn turn, McpAnswer answer)
    {
        if (McpHeaders.IsSession(answer.Session))
        {
            var takesUrls = turn.Asked is { IsBatch: false, Messages: [{ Method: "initialize" }] } && McpElicitation.TakesUrls(turn.Asked.Body.Span, stateless: false);
            turn.Exchange.Http.Response.Headers[McpHeaders.Session] = sessions.Bind(turn, answer.Session!, takesUrls);
        }
    }

    private static async ValueTask WriteAsync(McpTurn turn, int status, ReadOnlyMemory<byte> body)
    {
        var response = turn.Exchange.Http.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json", body.Length);
        response.Headers.CacheControl = "no-store";
        AnswerHeaders.WriteOverhead(turn.Exchange);
        await response.BodyWriter.WriteAsync(body, turn.Exchange.Http.RequestAborted);
    }
}
