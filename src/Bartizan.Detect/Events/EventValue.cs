namespace Bartizan.Detect.Events;

/// <summary>What a value of an event is.</summary>
internal enum ValueKind : byte
{
    Text,

    /// <summary>A number, true or false.</summary>
    Scalar,
    Null,
    Container,
}

/// <summary>A value that rules may ask for: where it stands in the event's bytes, and where its texts stand once somebody needed them.</summary>
internal struct EventValue
{
    /// <summary>The field, or -1 where it is only searched for keywords.</summary>
    public int Field;

    /// <summary>Offset in the event, of a text after its quote.</summary>
    public int Start;

    public int Length;

    /// <summary>The next value of the same field, or -1.</summary>
    public int Next;

    /// <summary>Offset in the scratch buffer of the text without escapes, or -1 for not yet, -2 for the event's own bytes.</summary>
    public int TextAt;

    public int TextLength;

    /// <summary>Offset in the scratch buffer of the folded text, or -1.</summary>
    public int FoldedAt;

    public int FoldedLength;

    public ValueKind Kind;
}
