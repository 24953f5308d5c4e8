using Bartizan.Identity.Certificates;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Attesting;

/// <summary>
/// Lets an instance prove whose it is by the identity that was issued to it (RFC 7521 §4.2). The identity by itself proves nothing: the gate wants a proof of its
/// key with it.
/// </summary>
internal sealed class InstanceAssertions(Issuer issuer, AccessTokenReader tokens, IdentityDirectory directory)
{
    /// <summary>The value of <c>client_assertion_type</c>; our own, because an identity is no JWT-SVID.</summary>
    public const string Type = "urn:bartizan:params:oauth:client-assertion-type:instance";

    /// <summary>The client with the identity that it shows; null when it does not hold.</summary>
    public ClientEntry? Find(OAuthForm form) =>
        tokens.ReadOfSuspended(form["client_assertion"] ?? "") is { Instance: not null, KeyThumbprint: not null, Actors.Count: 0 } identity
        && identity.Audience == issuer.Origin
        && (identity.CertificateThumbprint is not { } certificate || ClientCertificates.Is(form.Certificate, certificate))
        && form["client_id"] is var named && (named is null || named == identity.Subject)
        && directory.Current.Client(identity.Subject) is { } client
            ? client.With(identity)
            : null;
}
