namespace Bartizan.Gateway.Dialects.AnthropicMessages;

/// <summary>How a content block is read.</summary>
internal enum BlockKind
{
    /// <summary>A type without a rule of its own: every leaf is inspected, untrusted.</summary>
    Unknown,

    Text,
    Thinking,
    RedactedThinking,
    ToolUse,
    ToolResult,
    Document,
}

/// <summary>Block types by name.</summary>
internal static class BlockKinds
{
    /// <summary>The kind of block that <paramref name="type"/> names.</summary>
    public static BlockKind Of(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("text"u8) => BlockKind.Text,
        _ when type.SequenceEqual("thinking"u8) => BlockKind.Thinking,
        _ when type.SequenceEqual("redacted_thinking"u8) => BlockKind.RedactedThinking,
        _ when IsToolUse(type) => BlockKind.ToolUse,
        _ when type.SequenceEqual("tool_result"u8) || type.EndsWith("_tool_result"u8) => BlockKind.ToolResult,
        _ when type.SequenceEqual("document"u8) || type.SequenceEqual("search_result"u8) || type.SequenceEqual("image"u8)
            || type.SequenceEqual("web_search_result"u8) || type.SequenceEqual("web_fetch_result"u8) => BlockKind.Document,
        _ => BlockKind.Unknown,
    };

    /// <summary>Calls: by the client, by Anthropic's servers, by MCP servers that Anthropic calls.</summary>
    public static bool IsToolUse(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("tool_use"u8) || type.SequenceEqual("server_tool_use"u8) || type.SequenceEqual("mcp_tool_use"u8);
}
