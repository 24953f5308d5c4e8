using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Streaming;

/// <summary>An event that was read and waits for its turn and its verdict.</summary>
/// <param name="Start">First byte, counted from the stream's start.</param>
/// <param name="Frame">Where its data stands.</param>
/// <param name="FirstPart">Number of its first part, counted from the stream's start.</param>
internal readonly record struct HeldEvent(long Start, StreamFrame Frame, long FirstPart)
{
    /// <summary>How many parts it has.</summary>
    public int Parts { get; init; }

    /// <summary>Whether it is the dialect's last event.</summary>
    public bool Terminal { get; init; }
}

/// <summary>What a part of an event is, which says when it is ready and what happens to it.</summary>
internal enum PartRule : byte
{
    /// <summary>Text of a channel.</summary>
    Text,

    /// <summary>First piece of a tool call's arguments, or all of them said again.</summary>
    FirstFragment,

    /// <summary>A further piece of a tool call's arguments, or its name or id.</summary>
    Fragment,

    /// <summary>All arguments of a tool call, as a JSON value of their own and not inside a string.</summary>
    WholeArguments,

    /// <summary>A value that repeats text of this event; it becomes null, or empty if it is a list, when any of it is masked.</summary>
    Repeat,

    /// <summary>A signature over a channel's text: waits for the channel's end, becomes empty when anything of it was masked.</summary>
    Signature,

    /// <summary>A signature over one of the pieces that a channel's text comes in, or over a call: becomes empty when anything of it was masked so far.</summary>
    PieceSignature,

    /// <summary>Lines of the event that are not JSON: go when anything in them is masked.</summary>
    Lines,
}

/// <summary>A place in an event's data, and the text of a channel or the tool call that it belongs to.</summary>
internal readonly record struct StreamPart(PartRule Rule, TextChannel? Channel, StreamCall? Call, int Start, int Length, PieceKind Kind, int RawStart, int RawLength)
{
    /// <summary>Unit after the last in the channel.</summary>
    public int End => Start + Length;
}
