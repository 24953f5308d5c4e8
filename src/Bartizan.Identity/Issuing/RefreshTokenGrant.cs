using Bartizan.Core.Identity;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// An agent goes on acting for a person (RFC 6749 §6). A refresh token is good once and gives the next one; one that comes a second time was stolen, or its
/// successor was, so that the whole family ends (RFC 9700 §4.14.2).
/// </summary>
internal sealed class RefreshTokenGrant(IConsentStore consents, TimeProvider clock) : IGrant
{
    private static readonly OAuthError NoToken = OAuthError.InvalidRequest("Send refresh_token.");
    private static readonly OAuthError NotGood = new("invalid_grant", "The refresh token is not known, over, used, or not this client's.");

    /// <inheritdoc/>
    public string Type => GrantTypes.RefreshToken;

    /// <inheritdoc/>
    public async ValueTask<(GrantBasis? Basis, OAuthError? Error)> ReadAsync(ClientEntry client, OAuthForm form, CancellationToken cancellationToken)
    {
        if (form["refresh_token"] is not { } token)
        {
            return (null, NoToken);
        }

        var now = clock.GetUtcNow();
        if (OpaqueToken.Hash(token, OpaqueToken.Refresh) is not { } hash || await consents.FindRefreshAsync(hash, cancellationToken) is not { } found || found.Connection.Agent != client.Id)
        {
            return (null, NotGood);
        }

        var connection = found.Connection;
        if (found.Used)
        {
            await consents.EndAsync(connection.Id, "refresh-token-used-twice", now, cancellationToken);
            return (null, NotGood);
        }

        return connection.Ended || now >= connection.Expires
            ? (null, NotGood)
            : (new GrantBasis { Connection = connection, RequiredKey = connection.RefreshKey, Redemption = new Redemption { Connection = connection.Id, Refresh = hash, When = now } }, null);
    }
}
