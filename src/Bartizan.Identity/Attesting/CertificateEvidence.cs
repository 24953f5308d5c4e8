using System.Security.Cryptography.X509Certificates;
using Bartizan.Identity.Certificates;

namespace Bartizan.Identity.Attesting;

/// <summary>What the certificate of the connection says of an instance. Nobody without its key can show it, so nothing of it is remembered.</summary>
internal sealed class CertificateEvidence(ClientCertificates certificates)
{
    /// <summary>What stands in the parameter <c>evidence</c> for it: a connection may have a certificate for other reasons.</summary>
    public const string Word = "certificate";

    /// <summary>The evidence; or why there is none.</summary>
    public EvidenceResult Read(X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return EvidenceResult.Fails("its connection has no certificate");
        }

        // A certificate with several URIs could be several instances at once (X509-SVID §2).
        return certificates.Read(certificate) is { Names.Uris.Count: <= 1 } said
            ? EvidenceResult.Holds(new Evidence(
                TrustedIssuerOptions.CertificateSource,
                Evidence.Write(
                    TrustedIssuerOptions.CertificateSource,
                    [
                        .. said.Names.Uris.Select(u => KeyValuePair.Create("san-uri", u)),
                        .. said.Names.DnsNames.Select(d => KeyValuePair.Create("san-dns", d.ToLowerInvariant())),
                        KeyValuePair.Create("issuer", said.Root),
                    ])))
            : EvidenceResult.Fails("tls: its certificate does not hold, is not for clients, or has more than one URI");
    }
}
