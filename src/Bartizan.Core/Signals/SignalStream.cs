using Bartizan.Core.Identity;

namespace Bartizan.Core.Signals;

/// <summary>A stream by which another party learns what ended here (OpenID SSF 1.0 §8.1.1).</summary>
public sealed record SignalStream
{
    /// <summary>Most streams of one client.</summary>
    public const int MostOfOne = 8;

    /// <summary>Most signals that wait for one stream; with more it is disabled.</summary>
    public const int MostWaiting = 10_000;

    /// <summary>Id, prefix <c>sst</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The agent that made it with its access token: its client id, and the audience of what is sent.</summary>
    public required string Client { get; init; }

    /// <summary>What it is for, in the client's words.</summary>
    public string? Description { get; init; }

    /// <summary>Where signals are pushed (RFC 8935); null where the client asks for them (RFC 8936).</summary>
    public string? Endpoint { get; init; }

    /// <summary>The algorithm with which its signals are signed.</summary>
    public string Algorithm { get; init; } = SigningKey.Es256;

    /// <summary>URIs of the event types that the client asked for.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Subjects that the client wants to hear nothing of, each as canonical JSON.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Whether signals go out, wait, or are not kept.</summary>
    public StreamStatus Status { get; init; }

    /// <summary>Why, in the words of who changed it.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>How many signals were delivered.</summary>
    public long Delivered { get; init; }

    /// <summary>When the last one was; null before the first.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>Since when nothing can be delivered; null while it can.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>What is wrong then.</summary>
    public string? Problem { get; init; }

    /// <summary>How many signals wait.</summary>
    public long Waiting { get; init; }
}

/// <summary>What becomes of a stream's signals (OpenID SSF 1.0 §8.1.2).</summary>
public enum StreamStatus
{
    /// <summary>They go out.</summary>
    Enabled,

    /// <summary>They wait.</summary>
    Paused,

    /// <summary>They are not kept.</summary>
    Disabled,
}

/// <summary>A signal that waits to go out.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Id">Its <c>jti</c>.</param>
/// <param name="Claims">Its claims as JSON, not signed yet.</param>
public sealed record OutgoingSignal(string Stream, string Id, string Claims);
