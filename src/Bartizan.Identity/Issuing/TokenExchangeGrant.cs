using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// An agent asks to act for the one whose token it has (RFC 8693). The subject token is one of ours; the actor is the client that asks, so that there is no
/// actor token. Resources are named by <c>resource</c>; <c>audience</c> is not understood.
/// </summary>
internal sealed class TokenExchangeGrant(AccessTokenReader tokens) : IGrant
{
    /// <summary>The only kind of token that is taken and given.</summary>
    public const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    private const string JwtType = "urn:ietf:params:oauth:token-type:jwt";

    private static readonly OAuthError NoSubject = OAuthError.InvalidRequest("Send an access token of this server as subject_token, and its type as subject_token_type.");
    private static readonly OAuthError NoActorToken = OAuthError.InvalidRequest("The actor is the client that asks; send no actor_token.");
    private static readonly OAuthError OtherType = OAuthError.InvalidRequest("Only access tokens are issued.");
    private static readonly OAuthError NotCounting = OAuthError.InvalidRequest("The subject token does not count.");

    /// <inheritdoc/>
    public string Type => GrantTypes.TokenExchange;

    /// <inheritdoc/>
    public bool NamesTokenType => true;

    /// <inheritdoc/>
    public ValueTask<(GrantBasis? Basis, OAuthError? Error)> ReadAsync(ClientEntry client, OAuthForm form, CancellationToken cancellationToken) => new(Read(form));

    private (GrantBasis? Basis, OAuthError? Error) Read(OAuthForm form)
    {
        if (form["subject_token"] is not { } text || form["subject_token_type"] is not (AccessTokenType or JwtType))
        {
            return (null, NoSubject);
        }

        if (form.Has("actor_token") || form.Has("actor_token_type"))
        {
            return (null, NoActorToken);
        }

        if (form.Has("audience"))
        {
            return (null, OAuthError.InvalidTarget);
        }

        if (form["requested_token_type"] is not (null or AccessTokenType))
        {
            return (null, OtherType);
        }

        // Whether its agents are suspended, the gate says, and why.
        return tokens.ReadOfSuspended(text) is { } subject ? (new GrantBasis { Subject = subject }, null) : (null, NotCounting);
    }
}
