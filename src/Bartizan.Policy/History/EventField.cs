namespace Bartizan.Policy.History;

/// <summary>What is kept of a past event, and so can be asked of it as <c>event.name</c>.</summary>
internal enum EventField
{
    /// <summary>Who acted, also where it acted for another.</summary>
    Agent,

    /// <summary>What was done.</summary>
    Action,

    /// <summary>What it was done to.</summary>
    Resource,

    /// <summary><c>"allowed"</c>, <c>"denied"</c> or <c>"held"</c>.</summary>
    Outcome,

    /// <summary>Labels of what was found in it, with their families.</summary>
    Labels,

    /// <summary>The sensitivity level, 0 to 3.</summary>
    Sensitivity,

    /// <summary>Names of a tool call's arguments.</summary>
    Arguments,

    /// <summary>Tokens read and written, once they are known.</summary>
    Tokens,
}
