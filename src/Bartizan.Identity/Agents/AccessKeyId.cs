using System.Security.Cryptography;

namespace Bartizan.Identity.Agents;

/// <summary>The public half of an agent's key pair in AWS's form: <c>BTZA</c> and 16 characters of base 32 (80 random bits), as long as AWS's own.</summary>
public static class AccessKeyId
{
    /// <summary>What every one begins with.</summary>
    public const string Prefix = "BTZA";

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int RandomLength = 16;

    private static readonly System.Buffers.SearchValues<char> Allowed = System.Buffers.SearchValues.Create(Alphabet);

    /// <summary>Makes one.</summary>
    public static string Create() => Prefix + RandomNumberGenerator.GetString(Alphabet, RandomLength);

    /// <summary>Whether a text has this form.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Prefix.Length + RandomLength && text.StartsWith(Prefix, StringComparison.Ordinal) && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Allowed);
}
