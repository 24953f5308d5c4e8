namespace Bartizan.Core.Histories;

/// <summary>One decision in the history of one principal. Principal and time name it: no two of a principal have one time.</summary>
public sealed record HistoryRow
{
    /// <summary>Id of the agent whose history it is in: the one that acted, or one it acted for.</summary>
    public required string Principal { get; init; }

    /// <summary>When, in microseconds since 1970.</summary>
    public required long At { get; init; }

    /// <summary>Id of the agent that acted.</summary>
    public required string Agent { get; init; }

    /// <summary>The action's id, e.g. <c>callTool</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The resource as Cedar writes it.</summary>
    public required string Resource { get; init; }

    /// <summary>0 allowed, 1 denied, 2 held.</summary>
    public required int Outcome { get; init; }

    /// <summary>Labels found, with their families, separated by blanks.</summary>
    public string Labels { get; init; } = "";

    /// <summary>The sensitivity level, 0 to 3.</summary>
    public int Sensitivity { get; init; }

    /// <summary>Names of a tool call's arguments as a JSON array; empty for none.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>Numbers of a tool call's arguments that policies sum, as a JSON object by name and unit; empty for none.</summary>
    public string Numbers { get; init; } = "";

    /// <summary>Tokens read and written; 0 until they are known.</summary>
    public long Tokens { get; init; }
}
