using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Core.Elevation;

/// <summary>A policy that holds a call until somebody approves it, as it was when that was asked, and so as the approver saw it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its whole text. A policy with another text is another policy, which nobody approved.</param>
/// <param name="Message">What it says to people.</param>
/// <param name="Asks">Who is to be asked, from <c>@hold</c>: <c>owner</c>, a role, or the name of an account.</param>
/// <param name="Approvals">How many different people must approve, from <c>@approvals</c>.</param>
public sealed record HeldPolicy(string Id, string Text, string Message, string Asks, int Approvals)
{
    /// <summary>What <see cref="Asks"/> says for the owner of the agent.</summary>
    public const string Owner = "owner";

    /// <summary>SHA-256 over ids and texts, 64 hex digits: stands for all that the approver was told of policy.</summary>
    public static string DigestOf(IEnumerable<HeldPolicy> policies)
    {
        // Lengths stand before texts, so that no two lists of policies read alike.
        var text = string.Concat(policies.OrderBy(p => p.Id, StringComparer.Ordinal).Select(p => $"{p.Id.Length}:{p.Id}{p.Text.Length}:{p.Text}{p.Approvals}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
