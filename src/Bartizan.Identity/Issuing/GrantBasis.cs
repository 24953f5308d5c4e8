using Bartizan.Core.Identity;
using Bartizan.Identity.Attesting;
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

    /// <summary>What an instance shows of itself; null where it is no instance that asks for an identity.</summary>
    public Attested? Attested { get; init; }

    /// <summary>Thumbprint of the key that must be proven with these; null for none.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>How the code or refresh token is used up.</summary>
    public Redemption? Redemption { get; init; }
}
