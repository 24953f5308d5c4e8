using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;

namespace Bartizan.Identity.Issuing;

/// <summary>Reads what one grant type adds to a request for a token.</summary>
internal interface IGrant
{
    /// <summary>The value of <c>grant_type</c>.</summary>
    string Type { get; }

    /// <summary>Whether the answer says what kind of token it is (RFC 8693 §2.2.1).</summary>
    bool NamesTokenType => false;

    /// <summary>What the client brings, or what is wrong with it.</summary>
    ValueTask<(GrantBasis? Basis, OAuthError? Error)> ReadAsync(ClientEntry client, OAuthForm form, CancellationToken cancellationToken);
}
