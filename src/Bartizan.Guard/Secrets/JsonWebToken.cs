using System.Buffers.Text;
using System.Text.Json;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Secrets;

/// <summary>Recognises a JSON Web Token by opening its header (RFC 7515, RFC 7516), not by its looks.</summary>
internal static class JsonWebToken
{
    public static readonly HitKind Kind = new("secret.jwt", "secrets", "A JSON Web Token whose header can be read.");

    private const int MaxLength = 8192;

    /// <summary>Length of the token that starts with <c>eyJ</c> at <paramref name="start"/>, or 0.</summary>
    public static int Match(ref SpanText text, int start)
    {
        var header = text.Run(start, CharSet.Base64Url, 2048);
        if (header < 10 || text[start + header] != '.')
        {
            return 0;
        }

        var at = start + header;
        var parts = 1;
        while (parts < 5 && text[at] == '.')
        {
            var length = text.Run(at + 1, CharSet.Base64Url, MaxLength - (at - start));

            // Only an encrypted token's key part, and an unsecured token's signature, may be empty.
            if (length == 0 && parts < 2)
            {
                break;
            }

            at += 1 + length;
            parts++;
        }

        return parts >= 3 && IsHeader(text.Chars.Slice(start, header)) ? at - start : 0;
    }

    private static bool IsHeader(ReadOnlySpan<char> encoded)
    {
        var json = new byte[Base64Url.GetMaxDecodedLength(encoded.Length)];
        if (Base64Url.DecodeFromChars(encoded, json, out _, out var written) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json.AsSpan(0, written), isFinalBlock: true, default);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && (reader.ValueTextEquals("alg"u8) || reader.ValueTextEquals("typ"u8) || reader.ValueTextEquals("enc"u8)))
                {
                    return true;
                }
            }

            return false;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
