using Bartizan.Core.Identity;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Issuing.Rules;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Authorizing;

/// <summary>Reads a request for authorization (RFC 6749 §4.1.1 as OAuth 2.1 has it): only what would be issued is taken, so that people are asked for nothing else.</summary>
internal sealed class AuthorizationReader(IssuanceGate gate)
{
    /// <summary>The scope that asks for refresh tokens.</summary>
    public const string OfflineAccess = "offline_access";

    private const int MaxState = 2_048;

    private static readonly OAuthError WrongType = new("unsupported_response_type", "The only response type is code.");
    private static readonly OAuthError WrongMode = OAuthError.InvalidRequest("The only response mode is query.");
    private static readonly OAuthError NoChallenge = OAuthError.InvalidRequest("PKCE is required: send code_challenge, and S256 as code_challenge_method.");
    private static readonly OAuthError WrongKey = OAuthError.InvalidRequest("dpop_jkt is not a thumbprint, or not that of the proof's key.");
    private static readonly OAuthError NoObject = new("request_not_supported", "Send the parameters themselves, or push them.");
    private static readonly OAuthError LongState = OAuthError.InvalidRequest($"state may have {MaxState} characters.");
    private static readonly OAuthError Silent = new("interaction_required", "A person must be asked.");

    /// <summary>The address that the answer goes to; null when it is missing or not the client's, so that nothing may be sent there.</summary>
    public static string? RedirectOf(ClientEntry client, OAuthForm form) =>
        form["redirect_uri"] is { Length: <= RedirectUris.MaxLength } asked && RedirectUris.Match(client.Registered.Redirects, asked) ? asked : null;

    /// <summary>The request, or what is wrong.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="form">The parameters.</param>
    /// <param name="redirect">Where the answer goes, which was checked.</param>
    /// <param name="clientId">The client's id as it wrote it.</param>
    /// <param name="provenKey">Thumbprint of the key that was proven with the request; null for none.</param>
    public (ConsentRequest? Request, OAuthError? Error) Read(ClientEntry client, OAuthForm form, string redirect, string clientId, string? provenKey = null)
    {
        var error = form.Has("request") ? NoObject
            : form["response_type"] != "code" ? WrongType
            : form["response_mode"] is not (null or "query") ? WrongMode
            : form["state"]?.Length > MaxState ? LongState
            : !IsChallenge(form) ? NoChallenge
            : form["dpop_jkt"] is { } key && (Base64UrlText.Decode(key) is not { Length: 32 } || (provenKey is not null && provenKey != key)) ? WrongKey
            : form["prompt"]?.Split(' ').Contains("none") == true ? Silent
            : null;
        if (error is not null || Wishes.Read(form, out error) is not { } wish || (error = wish.Mandate?.Id is null ? null : MandateRule.Elsewhere) is not null)
        {
            return (null, error);
        }

        if (!SignInDemands.TryRead(form, out var signIn, out error))
        {
            return (null, error);
        }

        var renews = wish.Scopes?.Contains(OfflineAccess) == true;
        var question = new IssuanceQuestion
        {
            Client = client,
            Grant = GrantTypes.AuthorizationCode,
            Resource = wish.Resource,
            Scopes = wish.Scopes?.Where(s => s != OfflineAccess).ToList(),
            Authority = wish.Authority,
            Terms = wish.Mandate?.Terms,
        };
        (var draft, error) = gate.CanAsk(question);
        return draft is null ? (null, error) : (
            new ConsentRequest
            {
                Client = clientId,
                Redirect = redirect,
                State = form["state"],
                Challenge = form["code_challenge"]!,
                // Without a word about it, whoever is registered for refresh tokens gets them.
                Use = new ConsentedUse(draft.Audience, draft.Scopes, draft.Authority, client.Registered.Grants.Contains(GrantTypes.RefreshToken) && (renews || wish.Scopes is null || client.Registered.Vouched))
                {
                    Mandate = wish.Mandate?.Terms,
                },
                CodeKey = form["dpop_jkt"] ?? provenKey,
                SignIn = signIn,
                AsksAgain = form["prompt"]?.Split(' ').Contains("consent") == true,
            },
            null);
    }

    private static bool IsChallenge(OAuthForm form) => form["code_challenge_method"] == "S256" && Base64UrlText.Decode(form["code_challenge"] ?? "") is { Length: 32 };
}
