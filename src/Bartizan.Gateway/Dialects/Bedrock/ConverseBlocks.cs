using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>How the member of a content block is read: in Converse the member's name says what the block is.</summary>
internal enum ConverseBlock
{
    /// <summary>A member without a rule of its own: every leaf is inspected, untrusted.</summary>
    Unknown,

    Text,
    Json,
    Media,
    Document,
    ToolUse,
    ToolResult,
    Guard,
    Reasoning,
    Citations,
    SearchResult,
    ToolChange,
    CachePoint,
}

/// <summary>Content block members by name.</summary>
internal static class ConverseBlocks
{
    /// <summary>The kind of block that the current key names.</summary>
    public static ConverseBlock Of(ref JsonCursor key) => key switch
    {
        _ when key.Is("text"u8) => ConverseBlock.Text,
        _ when key.Is("json"u8) => ConverseBlock.Json,
        _ when key.Is("image"u8) || key.Is("video"u8) || key.Is("audio"u8) => ConverseBlock.Media,
        _ when key.Is("document"u8) => ConverseBlock.Document,
        _ when key.Is("toolUse"u8) => ConverseBlock.ToolUse,
        _ when key.Is("toolResult"u8) => ConverseBlock.ToolResult,
        _ when key.Is("guardContent"u8) => ConverseBlock.Guard,
        _ when key.Is("reasoningContent"u8) => ConverseBlock.Reasoning,
        _ when key.Is("citationsContent"u8) => ConverseBlock.Citations,
        _ when key.Is("searchResult"u8) => ConverseBlock.SearchResult,
        _ when key.Is("toolAddition"u8) || key.Is("toolRemoval"u8) => ConverseBlock.ToolChange,
        _ when key.Is("cachePoint"u8) => ConverseBlock.CachePoint,
        _ => ConverseBlock.Unknown,
    };
}
