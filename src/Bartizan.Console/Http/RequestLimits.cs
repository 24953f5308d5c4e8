using System.Threading.RateLimiting;

namespace Bartizan.Console.Http;

/// <summary>Holds each address to a steady rate with room for bursts.</summary>
internal sealed class RequestLimits : IDisposable
{
    /// <summary>Requests that may come at once.</summary>
    public const int Burst = 300;

    private const int PerSecond = 100;

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Lets a request pass, or refuses it.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var lease = _limiter.AttemptAcquire(context);
        if (lease.IsAcquired)
        {
            await next(context);
        }
        else
        {
            await ProblemWriter.WriteAsync(context, Refusals.TooManyRequests);
        }
    }

    public void Dispose() => _limiter.Dispose();
}
