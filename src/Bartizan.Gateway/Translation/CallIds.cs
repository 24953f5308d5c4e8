using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Gateway.Translation;

/// <summary>Ids of tool calls for providers that take only letters, digits, <c>_</c> and <c>-</c>, 64 at most.</summary>
internal static class CallIds
{
    private const int Longest = 64;

    /// <summary>The id itself when it is plain, else one that the same id always gives.</summary>
    public static string Plain(string id) =>
        id.Length is > 0 and <= Longest && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? id
            : "call_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));
}
