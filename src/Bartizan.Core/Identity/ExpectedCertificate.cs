using System.Text.Json.Serialization;

namespace Bartizan.Core.Identity;

/// <summary>The certificate with which a client proves who it is (RFC 8705 §2): a name that trusted authorities put into it, or itself.</summary>
/// <param name="Mark">What it is known by.</param>
/// <param name="Value">The name letter for letter; of <see cref="CertificateMark.Thumbprint"/> the SHA-256 of the certificate in base64url.</param>
public sealed record ExpectedCertificate(CertificateMark Mark, string Value);

/// <summary>What a client's certificate is known by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CertificateMark>))]
public enum CertificateMark
{
    /// <summary>A DNS name in it (<c>tls_client_auth_san_dns</c>).</summary>
    DnsName,

    /// <summary>The URI in it (<c>tls_client_auth_san_uri</c>), such as a SPIFFE id.</summary>
    Uri,

    /// <summary>Its subject as RFC 4514 writes it (<c>tls_client_auth_subject_dn</c>).</summary>
    Subject,

    /// <summary>Its own digest, whoever issued it (<c>self_signed_tls_client_auth</c>).</summary>
    Thumbprint,
}
