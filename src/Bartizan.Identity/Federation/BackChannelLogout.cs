using System.Text.Json;
using Bartizan.Identity.Http;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Federation;

/// <summary>Whom a provider signed out.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">The person there; null for whoever has the session.</param>
/// <param name="Sid">The session there; null for all of the person's.</param>
public sealed record SignedOutThere(string Issuer, string? Subject, string? Sid);

/// <summary>Believes logout tokens or not (OpenID Connect Back-Channel Logout 1.0 §2.4, 2.6).</summary>
public sealed class BackChannelLogout
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const int Longest = 16_384;

    private static readonly TimeSpan OldestToken = TimeSpan.FromMinutes(5);

    private readonly Providers _providers;
    private readonly ReplayCache _used;
    private readonly TimeProvider _clock;

    /// <summary>Makes it.</summary>
    public BackChannelLogout(Providers providers, TimeProvider clock) =>
        (_providers, _clock, _used) = (providers, clock, new(OldestToken + ClockSkew.Allowed + ClockSkew.Allowed, 100_000, clock));

    /// <summary>Whom a provider says it signed out; null when the request is none that must be believed, or came before.</summary>
    public async ValueTask<SignedOutThere?> ReadAsync(string name, HttpRequest request, CancellationToken cancellationToken)
    {
        var (form, _) = await OAuthForm.ReadAsync(request, cancellationToken);
        if (form?["logout_token"] is not { } text
            || _providers.Find(name) is not { } provider
            || Jws.Parse(text, Longest) is not { } jws
            || !(jws.Type is null or "logout+jwt" || jws.Type.Equals("JWT", StringComparison.OrdinalIgnoreCase))
            || jws.Algorithm != provider.Options.Algorithm
            || await provider.KeyAsync(jws.KeyId, cancellationToken) is not { } key
            || !jws.IsSignedBy(key))
        {
            return null;
        }

        var claims = jws.Payload;
        var (subject, sid) = (claims.Text("sub"), claims.Text("sid"));
        // An ID token has a nonce and no event: neither can stand for the other.
        return claims.Text("iss", 512) == provider.Options.Issuer
            && IdTokenCheck.IsForUs(claims, provider.Options.ClientId)
            && IsTimely(claims)
            && !claims.Has("nonce")
            && claims.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Object
            && events.TryGetProperty(Event, out var said) && said.ValueKind == JsonValueKind.Object
            && (subject ?? sid) is not null
            && claims.Text("jti") is { } id && _used.TryUse(provider.Options.Name, id)
                ? new(provider.Options.Issuer, subject, sid)
                : null;
    }

    private bool IsTimely(JsonElement claims)
    {
        var now = _clock.GetUtcNow();
        return claims.Time("iat") is { } issued && issued <= now + ClockSkew.Allowed && issued >= now - OldestToken && (!claims.Has("exp") || now < claims.Time("exp") + ClockSkew.Allowed);
    }
}
