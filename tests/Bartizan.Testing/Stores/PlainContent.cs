using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Content;

namespace Bartizan.Testing.Stores;

/// <summary>A content protector whose seals a test can read.</summary>
public sealed class PlainContent : IContentProtector
{
    public string Digest(ReadOnlySpan<char> text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

    public string Seal(string exchangeId, string path, ReadOnlySpan<char> text) => $"sealed:{text}";

    public string? Unseal(string exchangeId, string path, string sealedText) => sealedText["sealed:".Length..];
}
