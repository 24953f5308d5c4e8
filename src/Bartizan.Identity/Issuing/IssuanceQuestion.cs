using Bartizan.Core.Identity;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>A wish for a token, after the client proved who it is.</summary>
internal sealed record IssuanceQuestion
{
    /// <summary>Who asks.</summary>
    public required ClientEntry Client { get; init; }

    /// <summary>By which grant.</summary>
    public required string Grant { get; init; }

    /// <summary>For which resource; null when none was named.</summary>
    public string? Resource { get; init; }

    /// <summary>With which scopes; null when none were named.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>For which models and tools; null when none were named.</summary>
    public TokenAuthority? Authority { get; init; }

    /// <summary>Bound to which key; null for none.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary>The token that it wants to act with; null when it asks for itself.</summary>
    public AccessToken? Subject { get; init; }
}
