using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Registering;

/// <summary>Reads what a client says of itself (RFC 7591 §2): only clients without a secret are taken, which can do no more than ask people.</summary>
internal static class ClientMetadata
{
    private const int MaxRedirects = 16;
    private const int MaxName = 100;

    /// <summary>The metadata, or what is wrong.</summary>
    /// <param name="json">The document.</param>
    /// <param name="fallbackName">What it is called when it does not say.</param>
    public static (OutsideMetadata? Metadata, OAuthError? Error) Read(JsonElement json, string fallbackName)
    {
        if (json.Has("client_secret") || (json.Has("token_endpoint_auth_method") && json.Text("token_endpoint_auth_method") != "none"))
        {
            return (null, Wrong("Only clients without a secret are taken: token_endpoint_auth_method is none."));
        }

        if (Texts(json, "redirect_uris", MaxRedirects) is not { Count: > 0 } redirects || !redirects.All(RedirectUris.IsValid))
        {
            return (null, new OAuthError(
                "invalid_redirect_uri", $"1 to {MaxRedirects} redirect_uris are needed, each https, or http on 127.0.0.1, [::1] or localhost, without user, fragment or *."));
        }

        var grants = json.Has("grant_types") ? Texts(json, "grant_types", 8) : [GrantTypes.AuthorizationCode];
        if (grants?.Contains(GrantTypes.AuthorizationCode) != true
            || (json.Has("response_types") && Texts(json, "response_types", 8)?.Contains("code") != true)
            || (json.Has("client_name") && json.Text("client_name", MaxName) is null))
        {
            return (null, Wrong($"grant_types must have authorization_code, response_types code, and client_name at most {MaxName} characters."));
        }

        return (new OutsideMetadata(json.Text("client_name", MaxName) ?? fallbackName, redirects, [.. grants.Where(GrantTypes.IsOfPeople).Distinct(StringComparer.Ordinal)]), null);
    }

    private static OAuthError Wrong(string description) => new("invalid_client_metadata", description);

    private static List<string>? Texts(JsonElement json, string name, int most) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= most && list.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(e => e.GetString()!)]
            : null;
}
