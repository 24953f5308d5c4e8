using System.Diagnostics;
using Bartizan.Telemetry;
using OpenTelemetry.Trace;

namespace Bartizan.Tests.Telemetry;

public class OwnSamplerTests
{
    private static readonly ActivityTraceId Trace = ActivityTraceId.CreateFromString("ffffffffffffffffffffffffffffffff");

    [Theory]
    [InlineData(0, ActivityTraceFlags.Recorded, 0)]
    [InlineData(1, ActivityTraceFlags.None, 1_000)]
    public void What_a_client_says_of_its_trace_decides_nothing(double share, ActivityTraceFlags flags, int kept) =>
        Assert.Equal(kept, Kept(share, Parent(flags, isRemote: true)));

    [Fact]
    public void A_share_is_kept_whatever_the_trace_id() => Assert.InRange(Kept(0.3, default), 200, 400);

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, 1_000)]
    [InlineData(ActivityTraceFlags.None, 0)]
    public void A_span_below_ours_goes_the_way_of_ours(ActivityTraceFlags flags, int kept) => Assert.Equal(kept, Kept(0.5, Parent(flags, isRemote: false)));

    private static ActivityContext Parent(ActivityTraceFlags flags, bool isRemote) =>
        new(Trace, ActivitySpanId.CreateFromString("00f067aa0ba902b7"), flags, isRemote: isRemote);

    private static int Kept(double share, ActivityContext parent)
    {
        var sampler = new OwnSampler(share);
        return Enumerable.Range(0, 1_000).Count(_ => sampler.ShouldSample(new SamplingParameters(parent, Trace, "chat", ActivityKind.Client)).Decision == SamplingDecision.RecordAndSample);
    }
}
