using System.Text.Json;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>Whether a security event token is believed: the event; or what is wrong with it; or neither, where its issuer's keys cannot be had now.</summary>
/// <param name="Event">The event.</param>
/// <param name="Error">What is wrong.</param>
internal readonly record struct CheckedSet(SecurityEvent? Event, SetError? Error);

/// <summary>
/// Believes security event tokens or not (RFC 8417, SSF 1.0 §10): of one kind that no other token has, signed by the transmitter with the one algorithm
/// configured, for us, not long ago, and about one event.
/// </summary>
internal sealed class SetCheck(TimeProvider clock)
{
    /// <summary>The kind that it says it is (RFC 8417 §2.3).</summary>
    public const string Kind = "secevent+jwt";

    /// <summary>Most characters of one.</summary>
    public const int Longest = 16_384;

    private const int LongestId = 256;
    private const int LongestType = 256;

    // They have no end of their own, and a transmitter may try for long; ids are remembered for a day more.
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(7);

    // What other kinds of token have, and these must not (SSF 1.0 §10.1: sub and exp).
    private static readonly string[] Refused = ["sub", "exp", "nonce"];

    /// <summary>Checks one.</summary>
    public async ValueTask<CheckedSet> RunAsync(SignalSource source, string text, CancellationToken cancellationToken)
    {
        if (Jws.Parse(text, Longest) is not { } jws || !string.Equals(jws.Type, Kind, StringComparison.OrdinalIgnoreCase))
        {
            return Wrong(SetError.Invalid($"It is no signed token of the kind {Kind} and at most {Longest} characters."));
        }

        if (jws.Algorithm != source.Options.Algorithm)
        {
            return Wrong(SetError.WrongKey);
        }

        if (await source.KeysAsync(jws.KeyId, cancellationToken) is not { } keys)
        {
            return default;
        }

        if (keys.Find(jws.KeyId) is not { } key || !jws.IsSignedBy(key))
        {
            return Wrong(SetError.WrongKey);
        }

        return Read(jws.Payload, source.Options);
    }

    private static CheckedSet Wrong(SetError error) => new(null, error);

    private CheckedSet Read(JsonElement claims, SignalSourceOptions options)
    {
        if (claims.Text("iss", 512) != options.Issuer)
        {
            return Wrong(SetError.WrongIssuer);
        }

        if (!IsFor(claims, options.Audience))
        {
            return Wrong(SetError.WrongAudience);
        }

        if (Array.Find(Refused, name => claims.Has(name)) is { } refused)
        {
            return Wrong(SetError.Invalid($"It has {refused}, which no security event token of this framework has."));
        }

        if (claims.Text("jti", LongestId) is not { } id || claims.Time("iat") is not { } issued)
        {
            return Wrong(SetError.Invalid("It has no jti, or no iat."));
        }

        var now = clock.GetUtcNow();
        if (issued > now + ClockSkew.Allowed || issued < now - Oldest)
        {
            return Wrong(SetError.Invalid($"Its iat is in the future, or more than {Oldest.Days} days ago."));
        }

        if (!claims.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Object || events.GetPropertyCount() != 1)
        {
            return Wrong(SetError.Invalid("It must have just one event."));
        }

        var only = events.EnumerateObject().First();
        if (only.Value.ValueKind != JsonValueKind.Object || only.Name.Length > LongestType || !Uri.TryCreate(only.Name, UriKind.Absolute, out _))
        {
            return Wrong(SetError.Invalid("Its event has no URI for a name, or is no object."));
        }

        return claims.TryGetProperty("sub_id", out var subject) && subject.ValueKind == JsonValueKind.Object
            ? new(new SecurityEvent(id, issued, only.Name, only.Value, subject), null)
            : Wrong(SetError.Invalid("It has no sub_id that is an object."));
    }

    private static bool IsFor(JsonElement claims, string audience) => claims.TryGetProperty("aud", out var said) && said.ValueKind switch
    {
        JsonValueKind.String => said.GetString() == audience,
        JsonValueKind.Array => said.EnumerateArray().Any(a => a.ValueKind == JsonValueKind.String && a.GetString() == audience),
        _ => false,
    };
}
