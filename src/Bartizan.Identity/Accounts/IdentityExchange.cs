using System.Net;
using System.Text.Json;
using Bartizan.Core.Credentials;
using Bartizan.Core.Identity;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Accounts;

/// <summary>
/// Has the identity provider of a person say that Bartizan may act for them at another authorization server (RFC 8693 section 2;
/// draft-ietf-oauth-identity-assertion-authz-grant-04 section 4.3).
/// </summary>
public sealed class IdentityExchange : IDisposable
{
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string IdToken = "urn:ietf:params:oauth:token-type:id_token";
    private const string Assertion = "urn:ietf:params:oauth:token-type:id-jag";
    private const string Kind = "oauth-id-jag+jwt";
    private const int Longest = 16_384;
    private const int LongestAddress = 2_048;
    private const int AtOnce = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Providers _providers;
    private readonly ProviderProofs _proofs;
    private readonly ISubjectTokens _subjects;
    private readonly TimeProvider _clock;

    /// <summary>Makes it.</summary>
    /// <param name="options">The providers.</param>
    /// <param name="secrets">Fetches the secret that an option refers to; null when it is not there.</param>
    /// <param name="keys">The authorization server's keys; null where there are none.</param>
    /// <param name="subjects">What providers gave for people.</param>
    /// <param name="clock">What time it is.</param>
    public IdentityExchange(SignInOptions options, Func<string, string?> secrets, IIdentityStore? keys, ISubjectTokens subjects, TimeProvider clock)
    {
        (_subjects, _clock, _proofs) = (subjects, clock, new(secrets, keys, clock));
        // Ways of its own: calls of many people must not wait for those who sign in, nor they for calls.
        _providers = new(options, clock, inside => new GuardedFetcher(inside, Patience, AtOnce));
    }

    /// <inheritdoc/>
    public void Dispose() => _providers.Dispose();

    /// <summary>What the provider that a server names gave for a person; null when they are not signed in by it.</summary>
    internal async ValueTask<SubjectToken?> SubjectAsync(string account, AccountServer server, CancellationToken cancellationToken) =>
        server.Provider is { } name && _providers.Find(name) is { Options.Exchanges: true } provider ? await _subjects.FindAsync(account, provider.Options.Issuer, cancellationToken) : null;

    /// <summary>The provider's word, good at one authorization server for a while; null when it does not give it, or gives another than was asked for.</summary>
    /// <param name="name">The provider.</param>
    /// <param name="subject">What it gave for the person.</param>
    /// <param name="client">What Bartizan is called at the other authorization server.</param>
    /// <param name="terms">Which that is, and what for.</param>
    internal async ValueTask<string?> AskAsync(string name, string subject, string client, AccountTerms terms)
    {
        if (_providers.Find(name) is not { Options.Exchanges: true } provider
            || await provider.DocumentAsync(CancellationToken.None) is not { Token: { } place }
            || await _proofs.ForAsync(provider.Options, CancellationToken.None) is not { } proof)
        {
            return null;
        }

        var form = new Dictionary<string, string>
        {
            ["grant_type"] = TokenExchange,
            ["requested_token_type"] = Assertion,
            ["audience"] = terms.Issuer,
            ["resource"] = terms.Resource,
            ["subject_token"] = subject,
            ["subject_token_type"] = IdToken,
        };
        if (terms.Scopes.Length > 0)
        {
            form["scope"] = terms.Scopes;
        }

        return await provider.Fetcher.PostFormAsync(place, form, proof.AddTo(form), CancellationToken.None) is { Status: HttpStatusCode.OK, Json: { } body }
            && StrictJson.Object(body) is { } answer
            && answer.Text("issued_token_type") == Assertion
            && answer.Text("access_token", Longest) is { } assertion
            && IsAsAskedFor(assertion, provider.Options.Issuer, client, terms)
                ? assertion
                : null;
    }

    // Its signature is the other server's affair. What is shown there must still be what was asked for: else a provider that mixes something up, or a name
    // that stands for two, would have Bartizan bring it where it does not belong, or for more.
    private bool IsAsAskedFor(string assertion, string issuer, string client, AccountTerms terms)
    {
        if (Jws.Parse(assertion, Longest) is not { Type: Kind, Payload: var claims }
            || claims.Text("iss", LongestAddress) != issuer
            || claims.Text("client_id", LongestAddress) != client
            || claims.Time("exp") is not { } ends
            || ends <= _clock.GetUtcNow())
        {
            return false;
        }

        var asked = terms.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Is(claims, "aud", terms.Issuer)
            && (!claims.Has("resource") || Is(claims, "resource", terms.Resource))
            && (asked.Length == 0 || !claims.Has("scope") || claims.Text("scope", LongestAddress)?.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(s => asked.Contains(s, StringComparer.Ordinal)) == true);
    }

    private static bool Is(JsonElement claims, string name, string expected) => claims.TryGetProperty(name, out var claim) && claim.ValueKind switch
    {
        JsonValueKind.String => claim.GetString() == expected,
        JsonValueKind.Array => claim.GetArrayLength() == 1 && claim[0].ValueKind == JsonValueKind.String && claim[0].GetString() == expected,
        _ => false,
    };
}
