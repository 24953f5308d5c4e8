using Bartizan.Core.Exchanges;
using Bartizan.Guard;

namespace Bartizan.Gateway.Streaming;

/// <summary>Opens inspections of streamed text: the guard engine, as far as a stream needs it.</summary>
public interface IStreamGuard
{
    /// <summary>Starts inspecting one channel of text, whose findings carry <paramref name="segmentIndex"/>.</summary>
    IChannelInspection Open(SegmentRole role, Provenance provenance, int segmentIndex);
}

/// <summary>Inspects one channel of text as it grows. Cutting the text differently changes no finding.</summary>
public interface IChannelInspection
{
    /// <summary>Takes the next text. Returns how many UTF-16 units from the channel's start are settled: no finding that is not yet in <see cref="Findings"/> can touch them.</summary>
    long Append(ReadOnlySpan<char> text);

    /// <summary>The channel ended; everything is settled. Returns its length.</summary>
    long Complete();

    /// <summary>Settled findings, ordered by start; offsets count from the channel's start.</summary>
    IReadOnlyList<Finding> Findings { get; }

    /// <summary>What could not be inspected; once there is one, nothing more settles before <see cref="Complete"/>.</summary>
    IReadOnlyList<InspectorFailure> Failures { get; }
}
