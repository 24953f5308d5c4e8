using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Streaming;

/// <summary>Asks policy while a response streams. Called in the order of the stream, on the thread that pushes.</summary>
public interface IStreamGate
{
    /// <summary>What to do with a span of a text of that role; asked once for each settled finding, before any of it is released.</summary>
    StreamVerdict OnFinding(Finding finding, SegmentRole role);

    /// <summary>Whether a whole tool call may pass, and what is masked in it; asked after its own findings, before any of its events is released.</summary>
    ToolCallVerdict OnToolCall(ProposedToolCall call);

    /// <summary>Whether text may pass that an inspector failed on; asked once per failure. A mask means pass.</summary>
    StreamVerdict OnGuardFailure(string inspector, string reason);
}

/// <summary>What is done with a span or a tool call of a stream.</summary>
public enum StreamAction
{
    /// <summary>It passes.</summary>
    Pass,

    /// <summary>Its span is masked.</summary>
    Mask,

    /// <summary>The stream ends before it, with an error.</summary>
    Cut,
}

/// <summary>A verdict on a tool call.</summary>
/// <param name="Verdict">Whether it passes. A mask means pass.</param>
/// <param name="Masked">Findings in its arguments whose spans are masked, beside those that were to be masked when they were found.</param>
public readonly record struct ToolCallVerdict(StreamVerdict Verdict, IReadOnlyList<Finding> Masked);

/// <summary>A verdict on a part of a stream.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Code">Machine-readable code for the client; empty unless cut.</param>
/// <param name="Message">One sentence for people; empty unless cut.</param>
public readonly record struct StreamVerdict(StreamAction Action, string Code = "", string Message = "")
{
    /// <summary>It passes.</summary>
    public static StreamVerdict Pass => default;

    /// <summary>Its span is masked.</summary>
    public static StreamVerdict Mask => new(StreamAction.Mask);

    /// <summary>The stream ends before it.</summary>
    public static StreamVerdict Cut(string code, string message) => new(StreamAction.Cut, code, message);
}
