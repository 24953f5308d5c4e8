using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Bartizan.Core.Elevation.Passkeys;

/// <summary>What a browser says of the page that asked for a signature (WebAuthn, section 5.8.1).</summary>
internal static class ClientData
{
    private const int Largest = 4 << 10;
    private const int Deepest = 4;

    /// <summary>Whether a page of this origin, not one inside another's, asked for just this.</summary>
    public static bool Says(ReadOnlySpan<byte> json, string type, ReadOnlySpan<byte> challenge, string origin)
    {
        if (json.Length > Largest)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = Deepest, AllowDuplicateProperties = false });
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && Text(root, "type") == type
                && Text(root, "origin") == origin
                && IsChallenge(Text(root, "challenge"), challenge)
                && (!root.TryGetProperty("crossOrigin", out var crossOrigin) || crossOrigin.ValueKind == JsonValueKind.False)
                && !root.TryGetProperty("topOrigin", out _);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsChallenge(string? text, ReadOnlySpan<byte> challenge) =>
        text is not null && text.Length == Base64Url.GetEncodedLength(challenge.Length) && text == Base64Url.EncodeToString(challenge) && challenge.Length >= SHA256.HashSizeInBytes;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
