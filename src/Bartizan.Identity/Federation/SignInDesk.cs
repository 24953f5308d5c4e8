using System.Text;
using Bartizan.Identity.Http;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Federation;

/// <summary>
/// Sends people to a provider to sign in, and finds out who comes back: authorization code with PKCE, <c>state</c> and <c>nonce</c>, bound to the browser that
/// began it, each provider with an address of its own to come back to (OpenID Connect Core 1.0 §3.1, RFC 9700 §2.1, 4.4).
/// </summary>
public sealed class SignInDesk
{
    private const int MaxQuery = 16_384;

    private readonly Providers _providers;
    private readonly PendingSignIns _pending;
    private readonly CodeRedemption _redemption;
    private readonly IdTokenCheck _check;
    private readonly TimeProvider _clock;

    internal SignInDesk(Providers providers, ProviderProofs proofs, TimeProvider clock)
    {
        (_providers, _clock) = (providers, clock);
        (_pending, _redemption, _check) = (new(clock), new(proofs), new(clock));
    }

    /// <summary>How long somebody may take at the provider, and the browser's secret is good for.</summary>
    public static TimeSpan Patience => PendingSignIns.Patience;

    /// <summary>Begins: where the browser goes, and the secret that it keeps meanwhile; null when the provider cannot be reached.</summary>
    /// <param name="name">The provider's name.</param>
    /// <param name="redirect">Where it sends the browser back.</param>
    /// <param name="intent">What for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<(Uri Address, string Browser)?> BeginAsync(string name, string redirect, SignInIntent intent, CancellationToken cancellationToken)
    {
        if (_providers.Find(name) is not { } provider || await provider.DocumentAsync(cancellationToken) is not { } document)
        {
            return null;
        }

        var (state, nonce, verifier, browser) = (Unguessable.New(), Unguessable.New(), Unguessable.New(), Unguessable.New());
        _pending.Add(state, new(name, intent, redirect, nonce, verifier, Unguessable.HashOf(browser), _clock.GetUtcNow() + PendingSignIns.Patience));
        // OpenID Connect Core 1.0 §3.1.2.1: with max_age the ID token must say when the person last proved it.
        (string, string)[] anew = intent.Anew ? [("prompt", "login"), ("max_age", "0")] : [];
        return (BrowserAddress.Authorization(
            document.Authorization!, provider.Options.ClientId, redirect, state, verifier, [("scope", string.Join(' ', provider.Options.Scopes)), ("nonce", nonce), .. anew]), browser);
    }

    /// <summary>Goes on with somebody who comes back. Read it as a table of contents: was it begun here, whose answer is it, did it go well, who is it.</summary>
    /// <param name="name">The provider that the address names.</param>
    /// <param name="query">The address's query, without question mark.</param>
    /// <param name="browser">What the browser kept, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<SignInOutcome> FinishAsync(string name, string query, string? browser, CancellationToken cancellationToken)
    {
        var form = query.Length <= MaxQuery ? OAuthForm.Parse(Encoding.UTF8.GetBytes(query)) : null;
        if (form?["state"] is not { } state || browser is null || _providers.Find(name) is not { } provider || _pending.Take(state, name, browser) is not { } pending)
        {
            return new(null, null, null, SignInFault.NotBegunHere, "no sign-in of this state was begun in this browser");
        }

        if (await provider.DocumentAsync(cancellationToken) is not { } document)
        {
            return Failed(SignInFault.Unreachable, "the provider's metadata cannot be read");
        }

        // RFC 9207 §2.4: an answer that names another issuer, or none where this one always does, is another's.
        if (form["iss"] is { } issuer ? issuer != provider.Options.Issuer : document.NamesItself)
        {
            return Failed(SignInFault.NotBelieved, "the answer is another issuer's");
        }

        if (form["error"] is { } error)
        {
            return Failed(SignInFault.Denied, "the provider answered " + CodeRedemption.Word(error));
        }

        if (form["code"] is not { } code)
        {
            return Failed(SignInFault.NotBelieved, "the answer has no code");
        }

        var (redeemed, fault, reason) = await _redemption.RunAsync(provider, document, pending, code, cancellationToken);
        if (redeemed is null)
        {
            return Failed(fault, reason);
        }

        var (person, wrong) = await _check.RunAsync(provider, redeemed, pending, cancellationToken);
        return person is null ? Failed(SignInFault.NotBelieved, "the ID token does not hold: " + wrong) : new(pending.Intent, provider.Options, person, null, null);

        SignInOutcome Failed(SignInFault why, string? more) => new(pending.Intent, provider.Options, null, why, more);
    }

    /// <summary>Where somebody signs out at a provider too (OpenID Connect RP-Initiated Logout 1.0); null where that is not offered, or cannot be found out now.</summary>
    /// <param name="issuer">The provider.</param>
    /// <param name="back">Where the browser comes back to.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<Uri?> SignOutAsync(string issuer, string back, CancellationToken cancellationToken) =>
        _providers.FindIssuer(issuer) is { } provider && await provider.DocumentAsync(cancellationToken) is { EndSession: { } place }
            ? BrowserAddress.With(place, ("client_id", provider.Options.ClientId), ("post_logout_redirect_uri", back))
            : null;
}
