using Bartizan.Core.Identity;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>What a client brings for a token, beside itself.</summary>
internal sealed record GrantBasis
{
    /// <summary>Nothing.</summary>
    public static readonly GrantBasis None = new();

    /// <summary>The token that it wants to act with.</summary>
    public AccessToken? Subject { get; init; }

    /// <summary>The connection to a person that its code or refresh token stands for.</summary>
    public Connection? Connection { get; init; }

    /// <summary>Thumbprint of the key that must be proven with these; null for none.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>How the code or refresh token is used up.</summary>
    public Redemption? Redemption { get; init; }
}
