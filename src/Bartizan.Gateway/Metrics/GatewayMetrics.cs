using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Recording;

namespace Bartizan.Gateway.Metrics;

/// <summary>
/// Counts exchanges and how long they take, for <c>/metrics</c>. Counting takes no lock. Labels hold what people configured or what this program names,
/// never what a client sent: a model goes by the name or pattern under which the configuration has it.
/// </summary>
internal sealed class GatewayMetrics(ExchangeRecorder recorder) : IMetricSource
{
    private static readonly double[] Overheads = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1];
    private static readonly double[] Waits = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly string Version = typeof(GatewayMetrics).Assembly.GetName().Version!.ToString(3);
    private static readonly string[] Verdicts = [.. Enum.GetNames<Verdict>().Select(v => v.ToLowerInvariant())];
    private static readonly string[] StatusClasses = ["other", "1xx", "2xx", "3xx", "4xx", "5xx"];

    private readonly CounterFamily _requests = new("bartizan_requests_total", "Exchanges by dialect, upstream and model as configured.", "dialect", "upstream", "model");
    private readonly CounterFamily _decisions = new("bartizan_decisions_total", "Decisions of policy.", "action", "verdict");
    private readonly CounterFamily _shadow = new("bartizan_shadow_decisions_total", "Decisions that policies in shadow mode would change, by what they would make of them.", "action", "verdict");
    private readonly CounterFamily _findings = new("bartizan_findings_total", "Findings by family of label.", "family", "direction");
    private readonly CounterFamily _tokens = new("bartizan_tokens_total", "Tokens as upstreams counted them.", "upstream", "model", "type");
    private readonly CounterFamily _errors = new("bartizan_upstream_errors_total", "Exchanges that failed on their upstream.", "upstream", "reason");
    private readonly CounterFamily _guardFailures = new("bartizan_guard_failures_total", "Inspectors that failed.", "inspector");
    private readonly HistogramFamily _overhead = new("bartizan_overhead_seconds", "Time that Bartizan itself added to an exchange.", Overheads);
    private readonly HistogramFamily _duration = new("bartizan_exchange_duration_seconds", "Exchanges from arrival to end.", Waits);
    private readonly HistogramFamily _firstByte = new("bartizan_upstream_first_byte_seconds", "Time until an upstream began to answer.", Waits, "upstream");
    private readonly HistogramFamily _firstChunk = new("bartizan_time_to_first_chunk_seconds", "Time from forwarding to the first piece of a streamed answer.", Waits, "upstream");
    private readonly long[] _byVerdict = new long[Verdicts.Length];
    private readonly long[] _byStatus = new long[StatusClasses.Length];
    private long _inFlight;
    private long _streams;

    public void Begin() => Interlocked.Increment(ref _inFlight);

    /// <summary>A stream begins to flow to the client.</summary>
    public void BeginStream() => Interlocked.Increment(ref _streams);

    /// <summary>The stream is over.</summary>
    public void EndStream() => Interlocked.Decrement(ref _streams);

    public void End(Exchange exchange, int status)
    {
        Interlocked.Decrement(ref _inFlight);
        var verdict = Verdict.Allow;
        foreach (var decision in exchange.Decisions)
        {
            verdict = decision.Verdict > verdict ? decision.Verdict : verdict;
            _decisions.Add(new(decision.Action, Verdicts[(int)decision.Verdict]));
            if (decision.Shadow is { } shadow)
            {
                _shadow.Add(new(decision.Action, Verdicts[(int)shadow.Verdict]));
            }
        }

        Interlocked.Increment(ref _byVerdict[(int)verdict]);
        Interlocked.Increment(ref _byStatus[status is >= 100 and < 600 ? status / 100 : 0]);
        _overhead.Observe(exchange.Timer.Overhead / 1e6);
        _duration.Observe(exchange.Timer.TotalSeconds);
        _requests.Add(new(exchange.Route.Dialect.Name, exchange.Upstream?.Name ?? "none", exchange.ModelLabel));
        CountFindings(exchange);
        if (exchange.GuardFailures is { } failures)
        {
            failures.ForEach(f => _guardFailures.Add(new(f.Split(':', 2)[0])));
        }

        if (exchange.Upstream is { } upstream)
        {
            CountUpstream(exchange, upstream.Name, status);
        }
    }

    public ValueTask WriteAsync(MetricsText text, CancellationToken cancellationToken)
    {
        text.Family("bartizan_build_info", "gauge", "The version that runs.");
        text.Sample(1, ("version", Version));
        WriteArray(text, "bartizan_exchanges_total", "Exchanges by the strongest decision made.", "verdict", Verdicts, _byVerdict);
        WriteArray(text, "bartizan_responses_total", "Answers by class of HTTP status.", "status", StatusClasses, _byStatus);
        foreach (var family in (ReadOnlySpan<CounterFamily>)[_requests, _decisions, _shadow, _findings, _tokens, _errors, _guardFailures])
        {
            family.Write(text);
        }

        foreach (var family in (ReadOnlySpan<HistogramFamily>)[_overhead, _duration, _firstByte, _firstChunk])
        {
            family.Write(text);
        }

        text.Family("bartizan_exchanges_in_flight", "gauge", "Exchanges under way.");
        text.Sample(Volatile.Read(ref _inFlight));
        text.Family("bartizan_streams_in_flight", "gauge", "Streamed answers under way.");
        text.Sample(Volatile.Read(ref _streams));
        text.Family("bartizan_record_failures_total", "counter", "Exchanges refused because they could not be recorded.");
        text.Sample(recorder.Failures);
        return ValueTask.CompletedTask;
    }

    private static void WriteArray(MetricsText text, string name, string help, string label, string[] values, long[] counts)
    {
        text.Family(name, "counter", help);
        for (var i = 0; i < values.Length; i++)
        {
            text.Sample(Volatile.Read(ref counts[i]), (label, values[i]));
        }
    }

    private void CountFindings(Exchange exchange)
    {
        Count(exchange.Inspection.Findings, "request");
        for (var i = 0; i < exchange.ResponseSegments.Count; i++)
        {
            Count(exchange.ResponseSegments[i].Findings, "response");
        }

        // By index: an enumerator for each list, mostly empty, would be garbage for each exchange.
        void Count(IReadOnlyList<Finding> findings, string direction)
        {
            for (var i = 0; i < findings.Count; i++)
            {
                _findings.Add(new(Finding.Family(findings[i].Label), direction));
            }
        }
    }

    private void CountUpstream(Exchange exchange, string upstream, int status)
    {
        if (exchange.Timer.FirstByte > 0)
        {
            _firstByte.Observe(exchange.Timer.Seconds(exchange.Timer.FirstByte), upstream);
        }

        if (exchange.Timer.FirstChunkSeconds is { } firstChunk)
        {
            _firstChunk.Observe(firstChunk, upstream);
        }

        if (exchange.Failure is not (ForwardFailure.None or ForwardFailure.ClientGone))
        {
            _errors.Add(new(upstream, exchange.Failure.Describe().Code));
        }
        else if (status >= 400 && exchange.RefusalCode is null)
        {
            _errors.Add(new(upstream, StatusClasses[status < 600 ? status / 100 : 0]));
        }

        Count(exchange.Usage.Input, "input");
        Count(exchange.Usage.Output, "output");
        void Count(long? tokens, string type)
        {
            if (tokens is > 0)
            {
                _tokens.Add(new(upstream, exchange.ModelLabel, type), tokens.Value);
            }
        }
    }
}
