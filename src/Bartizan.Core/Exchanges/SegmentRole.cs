namespace Bartizan.Core.Exchanges;

/// <summary>What part of a conversation a piece of text is.</summary>
public enum SegmentRole
{
    /// <summary>Instructions of whoever runs the application (system or developer message).</summary>
    System,

    /// <summary>What the person, or the application in their name, says.</summary>
    User,

    /// <summary>What the model says.</summary>
    Assistant,

    /// <summary>Name, description or schema of a tool offered to the model.</summary>
    ToolDefinition,

    /// <summary>Arguments of a tool call that the model proposes.</summary>
    ToolCall,

    /// <summary>What a tool returned.</summary>
    ToolResult,

    /// <summary>A document or search result given as context.</summary>
    Document,

    /// <summary>The model's reasoning, where the format shows it.</summary>
    Reasoning,

    /// <summary>The model's words when it declines.</summary>
    Refusal,
}
