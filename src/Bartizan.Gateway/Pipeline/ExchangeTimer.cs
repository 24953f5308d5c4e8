using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Adds up where the time of one exchange goes. Fields are timestamps' ticks; results are microseconds.</summary>
internal struct ExchangeTimer(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>Waiting for the client: its request, and taking our answer.</summary>
    public long Client;

    /// <summary>Receiving the request.</summary>
    public long Receive;

    /// <summary>Waiting for the upstream.</summary>
    public long Upstream;

    /// <summary>Until the upstream's first byte.</summary>
    public long FirstByte;

    public long InspectRequest;

    public long InspectResponse;

    public long Record;

    /// <summary>When the request was sent on; 0 before.</summary>
    public long Forwarded;

    /// <summary>When the first piece of a streamed answer arrived; 0 before.</summary>
    public long FirstChunk;

    /// <summary>When the newest piece of a streamed answer arrived; 0 before.</summary>
    public long LastChunk;

    public readonly long Now => time.GetTimestamp();

    /// <summary>What Bartizan itself has added so far, in microseconds.</summary>
    public readonly long Overhead => Math.Max(0, Microseconds(Now - _started - Client - Upstream));

    public readonly long Started => _started;

    public readonly double TotalSeconds => Seconds(Now - _started);

    /// <summary>From sending the request on to the first piece of a streamed answer; null when there was none.</summary>
    public readonly double? FirstChunkSeconds => FirstChunk == 0 ? null : Seconds(FirstChunk - Forwarded);

    public readonly double Seconds(long ticks) => ticks / (double)time.TimestampFrequency;

    public readonly TimeSpan Span(long ticks) => TimeSpan.FromSeconds(Seconds(ticks));

    public readonly ExchangeTiming Finish() => new()
    {
        Total = Microseconds(Now - _started),
        Receive = Microseconds(Receive),
        InspectRequest = Microseconds(InspectRequest),
        UpstreamFirstByte = Microseconds(FirstByte),
        InspectResponse = Microseconds(InspectResponse),
        Record = Microseconds(Record),
        Overhead = Overhead,
    };

    private readonly long Microseconds(long ticks) => (long)(ticks * (1e6 / time.TimestampFrequency));
}
