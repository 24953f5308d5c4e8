using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Receives a complete answer, within its limits of size and time.</summary>
internal static class AnswerBody
{
    private const int FirstGuess = 16 << 10;

    /// <summary>The whole body, in the exchange's buffer.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="open">Opens the body.</param>
    /// <param name="length">Its length, where the upstream said so.</param>
    /// <param name="deadline">The exchange's clock.</param>
    public static async ValueTask<(ForwardFailure Failure, ReadOnlyMemory<byte> Body)> ReceiveAsync(
        Exchange exchange, Func<CancellationToken, Task<Stream>> open, long? length, Deadline deadline)
    {
        var options = exchange.Snapshot.Routes.Options;
        var limit = options.Limits.ResponseBody;
        if (length > limit)
        {
            return (ForwardFailure.ResponseTooLarge, default);
        }

        try
        {
            var stream = await open(deadline.Token);
            var buffer = exchange.AnswerBuffer((int)(length ?? FirstGuess) + 1);
            for (var used = 0; ;)
            {
                if (used == buffer.Length)
                {
                    buffer = exchange.AnswerBuffer(used * 2, used);
                }

                deadline.Arm(ForwardFailure.UpstreamIdleTimeout, options.Timeouts.Idle);
                var read = await stream.ReadAsync(buffer.AsMemory(used), deadline.Token);
                used += read;
                if (used > limit)
                {
                    return (ForwardFailure.ResponseTooLarge, default);
                }

                if (read == 0)
                {
                    return (ForwardFailure.None, buffer.AsMemory(0, used));
                }
            }
        }
        catch (OperationCanceledException)
        {
            return (deadline.Cause, default);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (ForwardFailure.UpstreamTruncated, default);
        }
    }
}
