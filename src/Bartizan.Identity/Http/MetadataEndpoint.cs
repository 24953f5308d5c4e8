using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Identity.Attesting;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Registering;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Http;

/// <summary>What the authorization server can do (RFC 8414), and its public keys. It says only what is built.</summary>
internal sealed class MetadataEndpoint(Issuer issuer, ConsolePlace console, RegistrationOptions registration, IdentityDirectory directory, IEnumerable<IGrant> grants, TimeProvider clock, ClientCertificates certificates, AttestationOptions? attestation = null)
{
    /// <summary>Where RFC 8414 looks.</summary>
    public const string Path = "/.well-known/oauth-authorization-server";

    /// <summary>Where clients look that come from OpenID Connect.</summary>
    public const string OpenIdPath = "/.well-known/openid-configuration";

    private static readonly string[] AlwaysMethods = ["client_secret_basic", "client_secret_post", "private_key_jwt"];
    private static readonly string[] Algorithms = [JwsAlgorithm.Es256, JwsAlgorithm.Rs256, JwsAlgorithm.Ps256];

    // RFC 8705 §2.1.1 and §2.2.1.
    private string[] Methods { get; } = certificates.AreAsked ? [.. AlwaysMethods, "tls_client_auth", "self_signed_tls_client_auth"] : AlwaysMethods;

    private IEnumerable<string> OfAssertions => grants.Select(g => g.Type).Where(g => g == GrantTypes.Assertion);

    /// <summary>Answers with the metadata.</summary>
    public Task DescribeAsync(HttpContext http) => OAuthAnswer.WriteAsync(
        http,
        json =>
        {
            json.WriteString("issuer", issuer.Origin);
            json.WriteString("jwks_uri", issuer.Origin + Issuer.KeysPath);
            WriteForPeople(json);
            if (OfAssertions.Any())
            {
                Write(json, "authorization_grant_profiles_supported", [AssertionGrant.Profile]);
            }

            foreach (var (name, path) in new[] { ("token", Issuer.TokenPath), ("introspection", Issuer.IntrospectionPath), ("revocation", Issuer.RevocationPath) })
            {
                json.WriteString(name + "_endpoint", issuer.Origin + path);
                Write(json, name + "_endpoint_auth_methods_supported", name == "introspection" || console.Address is null ? Methods : [.. Methods, "none"]);
                Write(json, name + "_endpoint_auth_signing_alg_values_supported", Algorithms);
            }

            // RFC 8705 §3.3.
            json.WriteBoolean("tls_client_certificate_bound_access_tokens", certificates.AreAsked);
            Write(json, "dpop_signing_alg_values_supported", [JwsAlgorithm.Es256]);
            Write(json, "authorization_details_types_supported", AuthorizationDetails.Types);
        },
        cache: "public, max-age=300");

    /// <summary>Answers with the public keys.</summary>
    public Task KeysAsync(HttpContext http) => OAuthAnswer.WriteAsync(
        http,
        json =>
        {
            json.WriteStartArray("keys");
            foreach (var key in directory.Current.Keys.Published(clock.GetUtcNow()))
            {
                key.Write(json);
            }

            json.WriteEndArray();
        },
        cache: "public, max-age=60");

    private IEnumerable<string> Attestation => attestation is null ? [] : [GrantTypes.Attestation];

    private void WriteForPeople(Utf8JsonWriter json)
    {
        if (console.Address is null)
        {
            Write(json, "grant_types_supported", [.. GrantTypes.OfAgents, .. Attestation, .. OfAssertions]);
            Write(json, "response_types_supported", []);
            return;
        }

        Write(json, "grant_types_supported", [.. GrantTypes.All, .. Attestation, .. OfAssertions]);
        Write(json, "response_types_supported", ["code"]);
        Write(json, "response_modes_supported", ["query"]);
        Write(json, "code_challenge_methods_supported", ["S256"]);
        json.WriteString("authorization_endpoint", issuer.Origin + Issuer.AuthorizationPath);
        json.WriteString("pushed_authorization_request_endpoint", issuer.Origin + Issuer.PushedPath);
        Write(json, "acr_values_supported", SignIn.Known);
        json.WriteString("backchannel_authentication_endpoint", issuer.Origin + Issuer.BackchannelPath);
        Write(json, "backchannel_token_delivery_modes_supported", ["poll"]);
        json.WriteBoolean("backchannel_user_code_parameter_supported", false);
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        json.WriteBoolean("client_id_metadata_document_supported", registration.Hosts.Count > 0);
        if (registration.Dynamic)
        {
            json.WriteString("registration_endpoint", issuer.Origin + Issuer.RegistrationPath);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
