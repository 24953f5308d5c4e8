using System.Text.Json;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming.AmazonEvents;

/// <summary>The member <c>p</c> with which Bedrock pads its events: the beginning of one fixed row of characters, in which nothing can be said.</summary>
internal static class AmazonPadding
{
    private static ReadOnlySpan<byte> Row => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8;

    /// <summary>Whether the current value is padding.</summary>
    public static bool Is(ref JsonCursor cursor) => cursor.Token == JsonTokenType.String && Row.StartsWith(cursor.Raw);
}
