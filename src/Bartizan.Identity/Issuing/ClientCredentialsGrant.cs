using Bartizan.Identity.Http;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>An agent asks for itself (RFC 6749 §4.4): there is nothing more to say.</summary>
internal sealed class ClientCredentialsGrant : IGrant
{
    /// <inheritdoc/>
    public string Type => GrantTypes.ClientCredentials;

    /// <inheritdoc/>
    public bool NamesTokenType => false;

    /// <inheritdoc/>
    public (AccessToken? Subject, OAuthError? Error) Read(OAuthForm form) => (null, null);
}
