using Bartizan.Gateway.Aws;
using Bartizan.Gateway.Dialects;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Receives the body, within its limit; ends authentication where the body is signed; and lets the dialect find its text.</summary>
internal static class ReadStep
{
    private const int FirstGuess = 16 << 10;

    public static async ValueTask<Refusal?> RunAsync(Exchange exchange)
    {
        var started = exchange.Timer.Now;
        var (refusal, body) = await ReceiveAsync(exchange);
        exchange.Timer.Receive = exchange.Timer.Now - started;
        exchange.Timer.Client += exchange.Timer.Receive;
        if (refusal is not null)
        {
            return refusal;
        }

        if (exchange.Signature is { } signature)
        {
            if (!signature.Proves(body.Span))
            {
                return SignatureVerifier.Wrong;
            }

            signature.Dispose();
            exchange.Principal = signature.Principal;
        }

        exchange.Outgoing = body;
        var reading = exchange.Route.Dialect.ReadRequest(body);
        exchange.Request = reading;
        reading.Model = exchange.PathModel ?? reading.Model;
        reading.Stream |= exchange.Route.Streams;
        reading.Trust(exchange.Snapshot.Routes.Tools);
        return reading.Failure switch
        {
            null => null,
            { Code: ReadFailure.TooLarge } failure => new Refusal(413, failure.Code, failure.Message),
            var failure => new Refusal(400, failure.Code, failure.Message),
        };
    }

    private static async ValueTask<(Refusal? Refusal, ReadOnlyMemory<byte> Body)> ReceiveAsync(Exchange exchange)
    {
        var request = exchange.Http.Request;
        if (request.Headers.ContentEncoding.Count > 0 && !string.Equals(request.Headers.ContentEncoding.ToString(), "identity", StringComparison.OrdinalIgnoreCase))
        {
            return (new Refusal(415, "unsupported_content_encoding", "Send the request without content encoding: what is compressed cannot be inspected."), default);
        }

        var limit = exchange.Snapshot.Routes.Options.Limits.RequestBody;
        if (request.ContentLength > limit)
        {
            return (TooLarge(limit), default);
        }

        var buffer = exchange.RequestBuffer((int)(request.ContentLength ?? FirstGuess) + 1);
        var used = 0;
        try
        {
            while (true)
            {
                if (used == buffer.Length)
                {
                    if (used > limit)
                    {
                        return (TooLarge(limit), default);
                    }

                    buffer = exchange.RequestBuffer(used * 2, used);
                }

                var read = await request.Body.ReadAsync(buffer.AsMemory(used), exchange.Http.RequestAborted);
                if (read == 0)
                {
                    return used > limit ? (TooLarge(limit), default) : (null, buffer.AsMemory(0, used));
                }

                used += read;
            }
        }
        catch (BadHttpRequestException e)
        {
            return (new Refusal(e.StatusCode, e.StatusCode == 408 ? "client_too_slow" : "bad_request", "The request's body did not arrive properly."), default);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return (Refusal.Of(Forwarding.ForwardFailure.ClientGone), default);
        }
    }

    private static Refusal TooLarge(long limit) =>
        new(413, "request_too_large", $"The request's body is larger than the {limit} bytes that the gateway accepts.");
}
