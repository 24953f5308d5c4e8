namespace Bartizan.Identity.Outbound;

/// <summary>Addresses of other servers to which a person's browser is sent.</summary>
internal static class BrowserAddress
{
    /// <summary>Where a person allows something, by authorization code with PKCE (RFC 6749 section 4.1.1, RFC 7636 section 4.3).</summary>
    /// <param name="endpoint">The authorization endpoint.</param>
    /// <param name="client">What this Bartizan is called there.</param>
    /// <param name="redirect">Where the browser comes back to.</param>
    /// <param name="state">What comes back with it.</param>
    /// <param name="verifier">The PKCE verifier, of which the challenge goes along.</param>
    /// <param name="more">Further parameters.</param>
    public static Uri Authorization(Uri endpoint, string client, string redirect, string state, string verifier, params IEnumerable<(string Name, string Value)> more) => With(
        endpoint,
        [
            ("response_type", "code"),
            ("client_id", client),
            ("redirect_uri", redirect),
            ("state", state),
            ("code_challenge", Unguessable.ChallengeOf(verifier)),
            ("code_challenge_method", "S256"),
            .. more,
        ]);

    /// <summary>An address with parameters, behind those that it has (RFC 6749 section 3.1).</summary>
    public static Uri With(Uri address, params IEnumerable<(string Name, string Value)> parameters) => new(
        address.AbsoluteUri + (address.Query.Length > 1 ? '&' : '?') + string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}")));
}
