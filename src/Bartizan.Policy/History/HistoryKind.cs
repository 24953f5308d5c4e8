namespace Bartizan.Policy.History;

/// <summary>What is asked of past events.</summary>
internal enum HistoryKind
{
    /// <summary>Whether one fits.</summary>
    Formerly,

    /// <summary>How many fit.</summary>
    Count,

    /// <summary>The sum of a field of those that fit.</summary>
    Sum,

    /// <summary>Whether an anchor happened, and since its last time nothing that fits.</summary>
    NotSince,
}
