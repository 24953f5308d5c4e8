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

/// <summary>Tells formats apart. A wrong guess hides no text, since every reader inspects what it does not know; it only says worse whose words they are.</summary>
internal static class VendorFormats
{
    /// <summary>The format of a request, by fields that only it has. One with fields of two is refused: what it offers a model would depend on who reads it.</summary>
    public static VendorFormat OfRequest(ref JsonCursor cursor)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            return VendorFormat.Any;
        }

        var anthropic = cursor.Has("anthropic_version"u8);
        var converse = cursor.Has("schemaVersion"u8) || cursor.Has("inferenceConfig"u8) || cursor.Has("toolConfig"u8);
        if (converse && (anthropic || cursor.Has("tools"u8)))
        {
            throw JsonRefusal.Field("The body has fields of two vendors' formats.");
        }

        return converse ? VendorFormat.Converse : anthropic && cursor.Has("messages"u8) ? VendorFormat.Anthropic : VendorFormat.Any;
    }

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
