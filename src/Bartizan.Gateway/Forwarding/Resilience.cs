using System.Collections.Concurrent;
using Bartizan.Gateway.Configuration;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Bartizan.Gateway.Forwarding;

/// <summary>Polly's pipelines: one for retries, one circuit for each upstream. They outlive a reload that does not change what they were made of.</summary>
internal sealed class Resilience(TimeProvider time)
{
    private readonly ConcurrentDictionary<RetryOptions, ResiliencePipeline<ForwardResult>> _retries = new();
    private readonly ConcurrentDictionary<(string Name, Uri Address, CircuitOptions Options), ResiliencePipeline<ForwardResult>> _circuits = new();

    /// <summary>Runs rounds until one is settled; between them it waits as long as the round says, or ever longer, with jitter.</summary>
    public ResiliencePipeline<ForwardResult> Retry(RetryOptions options) => _retries.GetOrAdd(options, Build);

    /// <summary>Lets attempts at an upstream through while it is healthy.</summary>
    public ResiliencePipeline<ForwardResult> Circuit(Upstream upstream, CircuitOptions options) => _circuits.GetOrAdd((upstream.Name, upstream.Base, options), Build);

    private ResiliencePipeline<ForwardResult> Build(RetryOptions options) => options.Attempts == 1
        ? ResiliencePipeline<ForwardResult>.Empty
        : new ResiliencePipelineBuilder<ForwardResult> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<ForwardResult>
        {
            MaxRetryAttempts = options.Attempts - 1,
            Delay = options.FirstWait,
            MaxDelay = options.LongestWait,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => new(arguments.Context.Properties.GetValue(ForwardTrip.Key, null!)?.GoesOn(arguments.Outcome) == true),
            DelayGenerator = arguments => new(arguments.Outcome.Result.RetryAfter(time.GetUtcNow())),
        }).Build();

    private ResiliencePipeline<ForwardResult> Build((string Name, Uri Address, CircuitOptions Options) key) =>
        new ResiliencePipelineBuilder<ForwardResult> { TimeProvider = time }.AddCircuitBreaker(new CircuitBreakerStrategyOptions<ForwardResult>
        {
            FailureRatio = key.Options.FailurePercent / 100.0,
            MinimumThroughput = key.Options.Attempts,
            SamplingDuration = key.Options.Within,
            BreakDuration = key.Options.Rest,
            ShouldHandle = arguments => new(arguments.Outcome.Result.IsUnhealthy),
        }).Build();
}
