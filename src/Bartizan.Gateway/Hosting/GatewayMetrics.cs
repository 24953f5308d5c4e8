using System.Globalization;
using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Hosting;

/// <summary>Counts exchanges and how long they take, and says so in the Prometheus text format (version 0.0.4). Counting takes no lock.</summary>
internal sealed class GatewayMetrics
{
    /// <summary>Upper bounds in seconds; the last bucket is open.</summary>
    private static readonly double[] Bounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1];

    private readonly long[] _byVerdict = new long[4];
    private readonly long[] _byShadowVerdict = new long[4];
    private readonly long[] _byStatusClass = new long[6];
    private readonly long[] _overhead = new long[Bounds.Length + 1];
    private long _overheadMicroseconds;
    private long _inFlight;

    public void Begin() => Interlocked.Increment(ref _inFlight);

    public void End(Exchange exchange, int status)
    {
        Interlocked.Decrement(ref _inFlight);
        var verdict = Verdict.Allow;
        foreach (var decision in exchange.Decisions)
        {
            verdict = decision.Verdict > verdict ? decision.Verdict : verdict;
            if (decision.Shadow is { } shadow)
            {
                Interlocked.Increment(ref _byShadowVerdict[(int)shadow.Verdict]);
            }
        }

        Interlocked.Increment(ref _byVerdict[(int)verdict]);
        Interlocked.Increment(ref _byStatusClass[Math.Clamp(status / 100, 0, 5)]);
        var overhead = exchange.Timer.Overhead;
        Interlocked.Add(ref _overheadMicroseconds, overhead);
        var bucket = Array.FindIndex(Bounds, b => overhead <= b * 1e6);
        Interlocked.Increment(ref _overhead[bucket < 0 ? Bounds.Length : bucket]);
    }

    /// <summary>Everything, as Prometheus reads it.</summary>
    public string ToText(long recordFailures)
    {
        var text = new StringBuilder();
        Head(text, "bartizan_exchanges_total", "counter", "Exchanges by the strongest decision made.");
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            Line(text, $"bartizan_exchanges_total{{verdict=\"{verdict.ToString().ToLowerInvariant()}\"}}", Volatile.Read(ref _byVerdict[(int)verdict]));
        }

        Head(text, "bartizan_shadow_decisions_total", "counter", "Decisions that policies in shadow mode would change, by what they would make of them.");
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            Line(text, $"bartizan_shadow_decisions_total{{verdict=\"{verdict.ToString().ToLowerInvariant()}\"}}", Volatile.Read(ref _byShadowVerdict[(int)verdict]));
        }

        Head(text, "bartizan_responses_total", "counter", "Answers by class of HTTP status.");
        for (var i = 1; i < _byStatusClass.Length; i++)
        {
            Line(text, $"bartizan_responses_total{{status=\"{i}xx\"}}", Volatile.Read(ref _byStatusClass[i]));
        }

        Head(text, "bartizan_overhead_seconds", "histogram", "Time that Bartizan itself added to an exchange.");
        var sum = 0L;
        for (var i = 0; i < _overhead.Length; i++)
        {
            sum += Volatile.Read(ref _overhead[i]);
            var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line(text, $"bartizan_overhead_seconds_bucket{{le=\"{bound}\"}}", sum);
        }

        Line(text, "bartizan_overhead_seconds_sum", Volatile.Read(ref _overheadMicroseconds) / 1e6);
        Line(text, "bartizan_overhead_seconds_count", sum);
        Head(text, "bartizan_exchanges_in_flight", "gauge", "Exchanges under way.");
        Line(text, "bartizan_exchanges_in_flight", Volatile.Read(ref _inFlight));
        Head(text, "bartizan_record_failures_total", "counter", "Exchanges refused because they could not be recorded.");
        Line(text, "bartizan_record_failures_total", recordFailures);
        return text.ToString();
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string name, double value) =>
        text.Append(name).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
