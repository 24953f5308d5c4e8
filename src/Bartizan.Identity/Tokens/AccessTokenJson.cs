using System.Buffers;
using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Identity.Attesting;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Tokens;

/// <summary>Claims of access tokens: writes them, and reads back exactly what it writes.</summary>
internal static class AccessTokenJson
{
    private const string OfKey = "jkt"; // RFC 9449 §6.1
    private const string OfCertificate = "x5t#S256"; // RFC 8705 §3.1
    private const int ThumbprintLength = 43; // SHA-256 as base64url

    /// <summary>The claims as JSON.</summary>
    public static byte[] Write(AccessToken token, Issuer issuer)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMembers(json, token, issuer);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The members, into an object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter json, AccessToken token, Issuer issuer)
    {
        json.WriteString("iss", issuer.Origin);
        json.WriteString("sub", token.Instance is { } instance ? SpiffeId.Of(issuer.TrustDomain, token.Subject, instance) : token.Subject);
        json.WriteString("aud", token.Audience);
        json.WriteString("client_id", token.Holder);
        json.WriteNumber("iat", token.Issued.ToUnixTimeSeconds());
        json.WriteNumber("exp", token.Expires.ToUnixTimeSeconds());
        json.WriteString("jti", token.Id);
        json.WriteString("txn", token.Transaction);
        if (token.Scopes.Count > 0)
        {
            json.WriteString("scope", string.Join(' ', token.Scopes));
        }

        if (token.Authority is { } authority)
        {
            json.WriteStartArray("authorization_details");
            UseDetails.Write(json, authority);
            json.WriteEndArray();
        }

        if (token.Mandates.Count > 0)
        {
            MandateDetails.WriteClaim(json, token.Mandates);
        }

        if (token.SignIn is { } signIn)
        {
            json.WriteNumber("auth_time", signIn.At.ToUnixTimeSeconds());
            json.WriteString("acr", signIn.Acr);
        }

        if (token.IsBound)
        {
            json.WriteStartObject("cnf");
            if (token.KeyThumbprint is { } key)
            {
                json.WriteString(OfKey, key);
            }

            if (token.CertificateThumbprint is { } certificate)
            {
                json.WriteString(OfCertificate, certificate);
            }

            json.WriteEndObject();
        }

        foreach (var actor in token.Actors)
        {
            json.WriteStartObject("act");
            json.WriteString("sub", actor);
        }

        for (var i = 0; i < token.Actors.Count; i++)
        {
            json.WriteEndObject();
        }

        if (token.Parents.Count > 0)
        {
            json.WriteStartArray("prn");
            foreach (var parent in token.Parents)
            {
                json.WriteStringValue(parent);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>The token of claims; null unless they are whole and of this issuer.</summary>
    public static AccessToken? Read(JsonElement json, Issuer issuer)
    {
        if (json.Text("iss") != issuer.Origin
            || Subject(json, issuer) is not var (subject, instance)
            || json.Text("aud", 1_024) is not { } audience
            || json.Text("jti") is not { } id
            || json.Text("txn") is not { } transaction
            || json.Time("iat") is not { } issued
            || json.Time("exp") is not { } expires
            || Actors(json) is not { } actors
            || Texts(json, "prn") is not { } parents
            || !TryAuthority(json, out var authority)
            || MandateDetails.ReadClaim(json) is not { } mandates
            || !TrySignIn(json, out var signIn)
            || !TryConfirmation(json, out var key, out var certificate)
            || (json.Has("scope") && json.Text("scope", 4_096) is null))
        {
            return null;
        }

        var token = new AccessToken
        {
            Id = id,
            Transaction = transaction,
            Subject = subject,
            Instance = instance,
            Actors = actors,
            Audience = audience,
            Scopes = json.Text("scope", 4_096)?.Split(' ') ?? [],
            Authority = authority,
            Mandates = mandates,
            KeyThumbprint = key,
            CertificateThumbprint = certificate,
            Parents = parents,
            SignIn = signIn,
            Issued = issued,
            Expires = expires,
        };
        return json.Text("client_id") == token.Holder && !Person.IsId(token.Holder) ? token : null;
    }

    private static (string Subject, string? Instance)? Subject(JsonElement json, Issuer issuer) =>
        json.Text("sub", 512) is not { } text ? null
        : SpiffeId.IsId(text) ? SpiffeId.Read(text, issuer.TrustDomain) is var (agent, instance) ? (agent, instance) : null
        : (text, null);

    private static List<string>? Actors(JsonElement json)
    {
        var actors = new List<string>();
        for (var outer = json; outer.TryGetProperty("act", out var act); outer = act)
        {
            if (act.ValueKind != JsonValueKind.Object || act.Text("sub") is not { } actor || actors.Count == AccessToken.MaxActors)
            {
                return null;
            }

            actors.Add(actor);
        }

        return actors;
    }

    private static string[]? Texts(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var array))
        {
            return [];
        }

        return array.ValueKind == JsonValueKind.Array && array.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? [.. array.EnumerateArray().Select(e => e.GetString()!)]
            : null;
    }

    private static bool TryAuthority(JsonElement json, out TokenAuthority? authority)
    {
        authority = null;
        return !json.TryGetProperty("authorization_details", out var details) || (authority = UseDetails.ReadClaim(details)) is not null;
    }

    private static bool TrySignIn(JsonElement json, out SignIn? signIn)
    {
        signIn = json.Time("auth_time") is { } at && json.Text("acr") is { } acr ? new(at, acr) : null;
        return signIn is not null || !(json.Has("auth_time") || json.Has("acr"));
    }

    // A way of binding that is not understood would be one that nobody checks.
    private static bool TryConfirmation(JsonElement json, out string? key, out string? certificate)
    {
        (key, certificate) = (null, null);
        if (!json.TryGetProperty("cnf", out var confirmation))
        {
            return true;
        }

        if (confirmation.ValueKind != JsonValueKind.Object || confirmation.EnumerateObject().Any(p => p.Name is not (OfKey or OfCertificate)))
        {
            return false;
        }

        (key, certificate) = (confirmation.Text(OfKey, ThumbprintLength), confirmation.Text(OfCertificate, ThumbprintLength));
        return (key is not null || certificate is not null)
            && confirmation.Has(OfKey) == key is { Length: ThumbprintLength }
            && confirmation.Has(OfCertificate) == certificate is { Length: ThumbprintLength };
    }
}
