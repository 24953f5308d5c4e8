using Bartizan.Identity.Http;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Issuing;

/// <summary>Reads what one grant type adds to a request for a token.</summary>
internal interface IGrant
{
    /// <summary>The value of <c>grant_type</c>.</summary>
    string Type { get; }

    /// <summary>Whether the answer says what kind of token it is (RFC 8693 §2.2.1).</summary>
    bool NamesTokenType { get; }

    /// <summary>The token that the client wants to act with, null where the grant has none; or what is wrong.</summary>
    (AccessToken? Subject, OAuthError? Error) Read(OAuthForm form);
}
