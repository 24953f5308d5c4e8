using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Identity.Tokens;

/// <summary>Codes, refresh tokens, join tokens and names of requests: 256 random bits as base64url, after a prefix that says what it is. Only the SHA-256 is kept.</summary>
internal static class OpaqueToken
{
    /// <summary>Prefix of authorization codes.</summary>
    public const string Code = "btc_";

    /// <summary>Prefix of refresh tokens.</summary>
    public const string Refresh = "btr_";

    /// <summary>Prefix of join tokens.</summary>
    public const string Join = "btj_";

    /// <summary>Prefix of what CIBA calls auth_req_id.</summary>
    public const string Backchannel = "bta_";

    private const int Bytes = 32;
    private const int Characters = 43;

    /// <summary>A new one, and what is kept of it.</summary>
    public static (string Text, byte[] Hash) Create(string prefix)
    {
        var text = prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        return (text, SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>What is kept of one; null when the text cannot be one.</summary>
    public static byte[]? Hash(string? text, string prefix) =>
        text is not null && text.Length == prefix.Length + Characters && text.StartsWith(prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(prefix.Length))
            ? SHA256.HashData(Encoding.ASCII.GetBytes(text))
            : null;
}
