using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Console.People;

/// <summary>Random tokens: 256 bits, as base64url text for the holder, as SHA-256 for the store.</summary>
internal static class Secrets
{
    private const int Bytes = 32;
    private const int Characters = 43;

    /// <summary>A new token.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What the store keeps of a token; null when the text cannot be one.</summary>
    public static byte[]? Hash(string? token) =>
        token is { Length: Characters } && Base64Url.IsValid(token) ? SHA256.HashData(Encoding.ASCII.GetBytes(token)) : null;

    /// <summary>A second token that only the holder of the first can know, for another purpose.</summary>
    public static string Derive(string token, string purpose) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(token), Encoding.ASCII.GetBytes(purpose)));

    /// <summary>Whether two texts are the same, in time that does not tell where they differ.</summary>
    public static bool AreSame(string? presented, string expected) =>
        presented is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(expected));
}
