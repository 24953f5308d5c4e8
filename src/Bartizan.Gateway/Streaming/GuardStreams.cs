using Bartizan.Core.Exchanges;
using Bartizan.Guard;
using Bartizan.Guard.Streaming;

namespace Bartizan.Gateway.Streaming;

/// <summary>The guard engine as streams see it.</summary>
public sealed class GuardStreams(GuardEngine engine) : IStreamGuard
{
    /// <inheritdoc/>
    public IChannelInspection Open(SegmentRole role, Provenance provenance, int segmentIndex) =>
        engine.NeedsWhole(role, provenance)
            ? new WholeChannel(engine, role, provenance, segmentIndex)
            : new Channel(engine.OpenStream(role, provenance, segmentIndex));

    private sealed class Channel(StreamInspection inspection) : IChannelInspection
    {
        public IReadOnlyList<Finding> Findings => inspection.Findings;

        public IReadOnlyList<InspectorFailure> Failures => inspection.Failures;

        public long Append(ReadOnlySpan<char> text) => inspection.Append(text);

        public long Complete() => inspection.Complete();
    }
}
