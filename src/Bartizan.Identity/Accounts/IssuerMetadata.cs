using System.Text.Json;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Accounts;

/// <summary>What another authorization server says of itself (RFC 8414), as far as it is used.</summary>
/// <param name="Authorization">Where people go.</param>
/// <param name="Token">Where tokens are had.</param>
/// <param name="Revocation">Where they are given back; null where that is not offered.</param>
/// <param name="NamesItself">Whether its answers carry <c>iss</c> (RFC 9207).</param>
/// <param name="Posts">Whether a client's secret goes into the form because it cannot go into a header.</param>
internal sealed record IssuerMetadata(Uri Authorization, Uri Token, Uri? Revocation, bool NamesItself, bool Posts)
{
    /// <summary>Reads the document of an issuer; null when it is another's, lacks something, or names an address that is not safe.</summary>
    public static IssuerMetadata? Read(ReadOnlyMemory<byte> json, string issuer)
    {
        // Letter for letter: a document that names another issuer is another's (RFC 8414 section 3.3).
        if (StrictJson.Object(json.Span) is not { } root
            || root.Text("issuer", issuer.Length) != issuer
            || Address(root, "authorization_endpoint") is not { } authorization
            || Address(root, "token_endpoint") is not { } token)
        {
            return null;
        }

        var methods = root.TryGetProperty("token_endpoint_auth_methods_supported", out var listed) && listed.ValueKind == JsonValueKind.Array
            ? listed.EnumerateArray().Where(m => m.ValueKind == JsonValueKind.String).Select(m => m.GetString()).ToList()
            : ["client_secret_basic"];
        return new(
            authorization,
            token,
            Address(root, "revocation_endpoint"),
            root.TryGetProperty("authorization_response_iss_parameter_supported", out var names) && names.ValueKind == JsonValueKind.True,
            !methods.Contains("client_secret_basic") && methods.Contains("client_secret_post"));
    }

    /// <summary>Whether secrets may travel there: over TLS, or within this machine.</summary>
    public static bool IsSafe(Uri address) => address.UserInfo.Length == 0 && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <summary>Where an issuer's document is: by RFC 8414 section 3.1, then by OpenID Connect Discovery section 4.</summary>
    public static IEnumerable<Uri> PlacesOf(string issuer)
    {
        var (address, path) = (new Uri(issuer), new Uri(issuer).AbsolutePath.TrimEnd('/'));
        yield return new Uri(address, "/.well-known/oauth-authorization-server" + path);
        yield return new Uri(address, path + "/.well-known/openid-configuration");
    }

    // How long an address may be is bounded by how long an answer may be.
    private static Uri? Address(JsonElement root, string name) => root.Text(name, int.MaxValue) is { } text && Uri.TryCreate(text, UriKind.Absolute, out var address) && IsSafe(address) ? address : null;
}
