using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;

namespace Bartizan.Identity.Issuing;

/// <summary>An agent asks for itself (RFC 6749 §4.4): there is nothing more to say.</summary>
internal sealed class ClientCredentialsGrant : IGrant
{
    /// <inheritdoc/>
    public string Type => GrantTypes.ClientCredentials;

    /// <inheritdoc/>
    public ValueTask<(GrantBasis? Basis, OAuthError? Error)> ReadAsync(ClientEntry client, OAuthForm form, CancellationToken cancellationToken) => new((GrantBasis.None, null));
}
