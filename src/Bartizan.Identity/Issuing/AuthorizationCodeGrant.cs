using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Identity;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// An agent brings the code that a person let it have, with the verifier that belongs to it (RFC 6749 §4.1.3, RFC 7636). A code that comes a second time
/// ends all that came of the first.
/// </summary>
internal sealed class AuthorizationCodeGrant(IConsentStore consents, TimeProvider clock) : IGrant
{
    private static readonly OAuthError NoCode = OAuthError.InvalidRequest("Send code, redirect_uri and code_verifier.");
    private static readonly OAuthError NotGood = new("invalid_grant", "The code is not known, over, or not this client's, or the address or verifier is not the one that belongs to it.");

    /// <inheritdoc/>
    public string Type => GrantTypes.AuthorizationCode;

    /// <inheritdoc/>
    public async ValueTask<(GrantBasis? Basis, OAuthError? Error)> ReadAsync(ClientEntry client, OAuthForm form, CancellationToken cancellationToken)
    {
        if (form["code"] is not { } code || form["redirect_uri"] is not { } redirect || form["code_verifier"] is not { } verifier)
        {
            return (null, NoCode);
        }

        var now = clock.GetUtcNow();
        if (OpaqueToken.Hash(code, OpaqueToken.Code) is not { } hash || await consents.FindCodeAsync(hash, cancellationToken) is not { } found || found.Connection.Agent != client.Id)
        {
            return (null, NotGood);
        }

        var connection = found.Connection;
        if (found.Used)
        {
            await consents.EndAsync(connection.Id, "code-used-twice", now, cancellationToken);
            return (null, NotGood);
        }

        return connection.Ended || now >= connection.CodeExpires || connection.Redirect != redirect || !IsVerifier(verifier, connection.Challenge)
            ? (null, NotGood)
            : (new GrantBasis { Connection = connection, RequiredKey = connection.CodeKey, Redemption = new Redemption { Connection = connection.Id, Code = hash, When = now } }, null);
    }

    // RFC 7636 §4.1, 4.6.
    private static bool IsVerifier(string verifier, string challenge) =>
        verifier.Length is >= 43 and <= 128
        && verifier.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));
}
