using System.Text.Json;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Outbound;

/// <summary>What another authorization server says of itself (RFC 8414 section 2, OpenID Connect Discovery 1.0 section 3), as far as it is used. What it does not say, or says of an address that is not taken, is null.</summary>
/// <param name="Issuer">Who it is.</param>
internal sealed record IssuerDocument(string Issuer)
{
    private const int LongestAddress = 2_048;
    private const int MostScopes = 100;
    private const string OAuth = "/.well-known/oauth-authorization-server";
    private const string OpenId = "/.well-known/openid-configuration";

    /// <summary>Where people go.</summary>
    public Uri? Authorization { get; private init; }

    /// <summary>Where tokens are had.</summary>
    public Uri? Token { get; private init; }

    /// <summary>Where its keys are.</summary>
    public Uri? Keys { get; private init; }

    /// <summary>Where tokens are given back (RFC 7009).</summary>
    public Uri? Revocation { get; private init; }

    /// <summary>Where people sign out (OpenID Connect RP-Initiated Logout 1.0 section 2.1).</summary>
    public Uri? EndSession { get; private init; }

    /// <summary>Where clients register themselves (RFC 7591).</summary>
    public Uri? Registration { get; private init; }

    /// <summary>Whether its answers to browsers carry <c>iss</c> (RFC 9207 section 3).</summary>
    public bool NamesItself { get; private init; }

    /// <summary>Whether a client's id may be the address of a document about it (OAuth Client ID Metadata Document).</summary>
    public bool TakesDocuments { get; private init; }

    /// <summary>Whether it says that it takes PKCE with <c>S256</c>.</summary>
    public bool TakesChallenges { get; private init; }

    /// <summary>Whether it says that it binds tokens to keys such as ours (RFC 9449 section 5.1).</summary>
    public bool BindsTokens { get; private init; }

    /// <summary>How clients may prove themselves at <see cref="Token"/>; a secret in a header where it does not say (RFC 8414 section 2).</summary>
    public IReadOnlyList<string> ClientMethods { get; private init; } = [];

    /// <summary>Scopes that it knows; empty where it does not say.</summary>
    public IReadOnlyList<string> Scopes { get; private init; } = [];

    /// <summary>Whether a client's secret goes into the form because it cannot go into a header.</summary>
    public bool TakesSecretsInForms => !ClientMethods.Contains("client_secret_basic") && ClientMethods.Contains("client_secret_post");

    /// <summary>Finds and reads an issuer's document; null when there is none that is its own.</summary>
    /// <param name="fetcher">The way to it.</param>
    /// <param name="issuer">Who.</param>
    /// <param name="openId">Whether it is an OpenID provider, whose document has one place; else it may be at any that RFC 8414 and MCP allow.</param>
    public static async Task<IssuerDocument?> FindAsync(GuardedFetcher fetcher, string issuer, bool openId)
    {
        foreach (var place in openId ? [PlaceOf(issuer)] : PlacesOf(issuer))
        {
            if (await fetcher.ReadJsonAsync(place, CancellationToken.None) is { } bytes && Read(bytes, issuer, fetcher.Takes) is { } document)
            {
                return document;
            }
        }

        return null;
    }

    /// <summary>Reads one; null when it is another's.</summary>
    /// <param name="utf8">The document.</param>
    /// <param name="issuer">Whose it must be, letter for letter: else a host with several could be made to vouch for another (RFC 8414 section 3.3).</param>
    /// <param name="takes">Which addresses are taken.</param>
    public static IssuerDocument? Read(ReadOnlySpan<byte> utf8, string issuer, Func<Uri, bool> takes)
    {
        if (StrictJson.Object(utf8) is not { } json || json.Text("issuer", LongestAddress) != issuer)
        {
            return null;
        }

        return new(issuer)
        {
            Authorization = Address("authorization_endpoint"),
            Token = Address("token_endpoint"),
            Keys = Address("jwks_uri"),
            Revocation = Address("revocation_endpoint"),
            EndSession = Address("end_session_endpoint"),
            Registration = Address("registration_endpoint"),
            NamesItself = Says("authorization_response_iss_parameter_supported"),
            TakesDocuments = Says("client_id_metadata_document_supported"),
            TakesChallenges = json.Texts("code_challenge_methods_supported", MostScopes)?.Contains("S256") == true,
            BindsTokens = json.Texts("dpop_signing_alg_values_supported", MostScopes)?.Contains(ProofKey.Algorithm) == true,
            ClientMethods = json.Texts("token_endpoint_auth_methods_supported", MostScopes) ?? ["client_secret_basic"],
            Scopes = json.Texts("scopes_supported", MostScopes) ?? [],
        };

        bool Says(string name) => json.TryGetProperty(name, out var said) && said.ValueKind == JsonValueKind.True;
        Uri? Address(string name) =>
            json.Text(name, LongestAddress) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Fragment.Length == 0 && takes(address) ? address : null;
    }

    // OpenID Connect Discovery 1.0 section 4.1.
    private static Uri PlaceOf(string issuer) => new(issuer.TrimEnd('/') + OpenId);

    // RFC 8414 section 3.1 and 5, and the order of MCP 2025-11-25, authorization server metadata discovery.
    private static IEnumerable<Uri> PlacesOf(string issuer)
    {
        var address = new Uri(issuer);
        var path = address.AbsolutePath.TrimEnd('/');
        yield return new Uri(address, OAuth + path);
        if (path.Length > 0)
        {
            yield return new Uri(address, OpenId + path);
        }

        yield return PlaceOf(issuer);
    }
}
