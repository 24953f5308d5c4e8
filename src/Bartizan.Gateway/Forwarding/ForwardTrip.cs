using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Telemetry;
using Polly;
using Polly.CircuitBreaker;

namespace Bartizan.Gateway.Forwarding;

/// <summary>One exchange's attempts: in rounds, each of which asks every upstream in turn until one takes the request.</summary>
internal sealed class ForwardTrip(Exchange exchange, Deadline deadline, Forwarder forwarder, Resilience resilience, ExchangeTelemetry telemetry, IReadOnlyList<Upstream> upstreams, TimeProvider time)
{
    /// <summary>Under which Polly's context carries it.</summary>
    public static readonly ResiliencePropertyKey<ForwardTrip> Key = new("bartizan.trip");

    private readonly GatewayOptions _options = exchange.Snapshot.Routes.Options;
    private ForwardResult _last;

    /// <summary>Asks until an upstream takes the request, none may be asked again, or time is up.</summary>
    public async ValueTask<ForwardResult> RunAsync()
    {
        var context = ResilienceContextPool.Shared.Get(deadline.Token);
        try
        {
            context.Properties.Set(Key, this);
            var outcome = await resilience.Retry(_options.Retries).ExecuteOutcomeAsync(static (_, trip) => trip.RoundAsync(), context, this);
            switch (outcome.Exception)
            {
                case null:
                    return outcome.Result;
                case OperationCanceledException:
                    // Time was up, or the client left, while it waited.
                    _last.Response?.Dispose();
                    return ForwardResult.Failed(deadline.Cause);
                default:
                    outcome.ThrowIfException();
                    return default;
            }
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>After a round: whether there will be another. Then its answer is dropped.</summary>
    public bool GoesOn(in Outcome<ForwardResult> outcome)
    {
        if (outcome.Exception is not null
            || !outcome.Result.MayRepeat
            || outcome.Result.Failure == ForwardFailure.UpstreamResting
            || exchange.Attempts >= _options.Retries.Attempts
            || outcome.Result.RetryAfter(time.GetUtcNow()) > _options.Retries.LongestWait)
        {
            return false;
        }

        _last.Response?.Dispose();
        deadline.Arm(ForwardFailure.TotalTimeout, TimeSpan.MaxValue);
        return true;
    }

    private async ValueTask<Outcome<ForwardResult>> RoundAsync()
    {
        var rested = true;
        foreach (var upstream in upstreams)
        {
            if (exchange.Attempts >= _options.Retries.Attempts)
            {
                break;
            }

            var result = await AskAsync(upstream);
            if (result.Failure == ForwardFailure.UpstreamResting)
            {
                continue;
            }

            rested = false;
            _last.Response?.Dispose();
            _last = result;
            if (!result.MayRepeat)
            {
                break;
            }
        }

        return Outcome.FromResult(rested ? ForwardResult.Failed(ForwardFailure.UpstreamResting) : _last);
    }

    private async ValueTask<ForwardResult> AskAsync(Upstream upstream)
    {
        var context = ResilienceContextPool.Shared.Get(deadline.Token);
        try
        {
            var outcome = await resilience.Circuit(upstream, _options.Circuit).ExecuteOutcomeAsync(
                static async (_, state) => Outcome.FromResult(await state.Trip.SendAsync(state.Upstream)), context, (Trip: this, Upstream: upstream));
            if (outcome.Exception is BrokenCircuitException)
            {
                return ForwardResult.Failed(ForwardFailure.UpstreamResting);
            }

            outcome.ThrowIfException();
            return outcome.Result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<ForwardResult> SendAsync(Upstream upstream)
    {
        exchange.Upstream = upstream;
        exchange.Attempts++;
        deadline.Arm(ForwardFailure.UpstreamFirstByteTimeout, _options.Timeouts.FirstByte);
        exchange.Spending?.Asked();
        telemetry.Begin(exchange);
        var result = await forwarder.SendAsync(upstream, exchange.Onward.AddressAt(upstream), exchange.Onward.HeadersFor(upstream), exchange.Sent!, new(exchange.Id, upstream.Name, exchange.Principal?.Token?.Person), deadline);
        if (result.Failure == ForwardFailure.UpstreamConnect)
        {
            exchange.Spending?.NotAsked();
        }
        else if (result.MayRepeat || result.Failure == ForwardFailure.UpstreamCredential)
        {
            exchange.Spending?.Refused();
        }

        return result;
    }
}
