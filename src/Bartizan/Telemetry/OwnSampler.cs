using System.Diagnostics;
using System.Security.Cryptography;
using OpenTelemetry.Trace;

namespace Bartizan.Telemetry;

/// <summary>
/// Traces a share of exchanges by its own dice. The usual samplers ask the client's trace id or flag, with which a client could keep its own exchanges
/// out of the traces, or force all of them in.
/// </summary>
internal sealed class OwnSampler(double share) : Sampler
{
    private const int Steps = 1_000_000;

    private readonly int _kept = (int)Math.Round(share * Steps);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        // What lies below a span of ours goes the way that it went.
        new(samplingParameters.ParentContext is { IsRemote: false, TraceId: var trace } parent && trace != default
            ? parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            : RandomNumberGenerator.GetInt32(Steps) < _kept);
}
