using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Whose format a body of InvokeModel has.</summary>
internal enum VendorFormat
{
    /// <summary>One without a reader of its own.</summary>
    Any,

    /// <summary>Anthropic Messages.</summary>
    Anthropic,

    /// <summary>Amazon's own models: Converse's fields.</summary>
    Converse,
}

/// <summary>Tells formats apart. A wrong guess hides nothing, since every reader inspects what it does not know; it only says worse whose words they are.</summary>
internal static class VendorFormats
{
    /// <summary>The format of a request, by fields that only it has.</summary>
    public static VendorFormat OfRequest(ref JsonCursor cursor) =>
        cursor.Token != JsonTokenType.StartObject ? VendorFormat.Any
        : !cursor.PeekString("anthropic_version"u8).IsEmpty && cursor.Has("messages"u8) ? VendorFormat.Anthropic
        : cursor.Has("schemaVersion"u8) || cursor.Has("inferenceConfig"u8) || cursor.Has("toolConfig"u8) ? VendorFormat.Converse
        : VendorFormat.Any;

    /// <summary>The format of a response.</summary>
    public static VendorFormat OfResponse(ref JsonCursor cursor) =>
        cursor.Token != JsonTokenType.StartObject ? VendorFormat.Any
        : cursor.PeekString("type"u8).SequenceEqual("message"u8) ? VendorFormat.Anthropic
        : cursor.Has("output"u8) && cursor.Has("stopReason"u8) ? VendorFormat.Converse
        : VendorFormat.Any;

    /// <summary>The format of a stream, by its first event.</summary>
    public static VendorFormat OfStream(ref JsonCursor cursor) =>
        cursor.Token != JsonTokenType.StartObject ? VendorFormat.Any
        : cursor.PeekString("type"u8).SequenceEqual("message_start"u8) ? VendorFormat.Anthropic
        : cursor.Has("messageStart"u8) ? VendorFormat.Converse
        : VendorFormat.Any;
}
