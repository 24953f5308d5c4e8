using Bartizan.Core.Exchanges;
using Bartizan.Guard;
using Bartizan.Guard.Leaks;
using Bartizan.Guard.Streaming;

namespace Bartizan.Gateway.Streaming;

/// <summary>The guard engine as streams see it.</summary>
/// <param name="engine">What looks into text.</param>
/// <param name="prompt">What the answer must not repeat; null where there is nothing.</param>
public sealed class GuardStreams(GuardEngine engine, GuardedPrompt? prompt = null) : IStreamGuard
{
    /// <inheritdoc/>
    public IChannelInspection Open(SegmentRole role, Provenance provenance, int segmentIndex)
    {
        IChannelInspection channel = engine.NeedsWhole(role, provenance)
            ? new WholeChannel(engine, role, provenance, segmentIndex)
            : new Channel(engine.OpenStream(role, provenance, segmentIndex));
        foreach (var scan in engine.OpenScans(prompt, role, segmentIndex))
        {
            channel = new ScanChannel(channel, scan);
        }

        return channel;
    }

    private sealed class Channel(StreamInspection inspection) : IChannelInspection
    {
        public IReadOnlyList<Finding> Findings => inspection.Findings;

        public IReadOnlyList<InspectorFailure> Failures => inspection.Failures;

        public long Append(ReadOnlySpan<char> text) => inspection.Append(text);

        public long Complete() => inspection.Complete();
    }
}
