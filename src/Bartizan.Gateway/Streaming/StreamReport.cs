using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Streaming;

/// <summary>How a stream ended.</summary>
public enum StreamEnding
{
    /// <summary>It has not.</summary>
    Open,

    /// <summary>With the dialect's own last event.</summary>
    Finished,

    /// <summary>The upstream ended without the dialect's last event.</summary>
    Truncated,

    /// <summary>The gate cut it.</summary>
    Cut,

    /// <summary>It could not be read safely, or the caller reported a failure.</summary>
    Failed,
}

/// <summary>What happened to one streamed response.</summary>
public sealed class StreamReport
{
    /// <summary>How it ended.</summary>
    public StreamEnding Ending { get; internal set; }

    /// <summary>Machine-readable code when it was cut or failed; <c>upstream_error</c> when the upstream itself reported an error; else empty.</summary>
    public string Code { get; internal set; } = "";

    /// <summary>One sentence for people when it was cut or failed, else empty.</summary>
    public string Message { get; internal set; } = "";

    /// <summary>allow, redact when something was masked, or block when it was cut or refused.</summary>
    public Verdict Verdict { get; internal set; } = Verdict.Allow;

    /// <summary>Every finding the gate was asked about, in that order.</summary>
    public IReadOnlyList<Finding> Findings => FindingList;

    /// <summary>The text channels, one segment each, by index.</summary>
    public IReadOnlyList<StreamedSegment> Segments => SegmentList;

    /// <summary>The tool calls the gate was asked about, in that order.</summary>
    public IReadOnlyList<ProposedToolCall> ToolCalls => ToolCallList;

    /// <summary>Why the model stopped, in the dialect's own words.</summary>
    public IReadOnlyList<string> StopReasons => StopReasonList;

    /// <summary>Tokens as the upstream counted them.</summary>
    public TokenUsage Usage { get; internal set; }

    /// <summary>Events read.</summary>
    public long Events { get; internal set; }

    internal List<Finding> FindingList { get; } = [];

    internal List<StreamedSegment> SegmentList { get; } = [];

    internal List<ProposedToolCall> ToolCallList { get; } = [];

    internal List<string> StopReasonList { get; } = [];
}

/// <summary>The text of one channel of a stream, as the upstream sent it. Valid until the transform is disposed.</summary>
public sealed class StreamedSegment
{
    /// <summary>Its index, which findings carry.</summary>
    public required int Index { get; init; }

    /// <summary>What part of the conversation it is.</summary>
    public required SegmentRole Role { get; init; }

    /// <summary>Whose words it holds.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Where it stands, as if the response had come whole, e.g. <c>choices[0].message.content</c>.</summary>
    public required string Path { get; init; }

    /// <summary>UTF-16 units seen.</summary>
    public long Length { get; internal set; }

    /// <summary>The text; shorter than <see cref="Length"/> where the stream had more than <see cref="DialectLimits.RecordedText"/> units.</summary>
    public ReadOnlyMemory<char> Text { get; internal set; }
}
