using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bartizan.Core.Identity;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Certificates;

/// <summary>
/// Says whether the certificate on a connection holds. That the client has its key the handshake proved; everything else is asked here: size, time, what it is
/// for, and a chain to our authorities, without fetching anything. Headers of proxies are never a certificate.
/// </summary>
internal sealed class ClientCertificates(TimeProvider clock, AuthoritiesState? state = null)
{
    private const string ForClients = "1.3.6.1.5.5.7.3.2"; // id-kp-clientAuth, RFC 5280 §4.2.1.12
    private const int MaxBytes = 8_192;
    private const int LeastRsaBits = 2_048;
    private const int MostRsaBits = 8_192;

    /// <summary>Whether clients are asked for certificates at all.</summary>
    public bool AreAsked => state is not null;

    /// <summary>Whether this is the certificate that a client is registered with.</summary>
    public bool Proves(X509Certificate2? certificate, ExpectedCertificate expected) => certificate is not null && (expected.Mark switch
    {
        CertificateMark.Thumbprint => HasShape(certificate) && IsTimely(certificate) && Is(certificate, expected.Value),
        // A certificate with several URIs could be several clients at once (X509-SVID §2).
        CertificateMark.Uri => Read(certificate) is { Names.Uris: [var uri] } && uri == expected.Value,
        CertificateMark.Subject => SubjectName.Parse(expected.Value) is { } subject && subject.Is(certificate.SubjectName) && Read(certificate) is not null,
        CertificateMark.DnsName => Read(certificate)?.Names.DnsNames.Contains(expected.Value, StringComparer.OrdinalIgnoreCase) == true,
        _ => false,
    });

    /// <summary>What a certificate of our authorities says; null when it does not hold.</summary>
    public VouchedCertificate? Read(X509Certificate2 certificate)
    {
        if (state?.Current is not { } authorities || !HasShape(certificate) || !IsTimely(certificate) || !IsForClients(certificate) || AlternativeNames.Of(certificate) is not { } names)
        {
            return null;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities.Roots);
        chain.ChainPolicy.ExtraStore.AddRange(authorities.Others);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ForClients));
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        try
        {
            return chain.Build(certificate) && chain.ChainElements.Count > 1
                ? new VouchedCertificate(names, Convert.ToHexStringLower(SHA256.HashData(chain.ChainElements[^1].Certificate.RawData)))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    /// <summary>A certificate's digest as clients are registered with it (<c>x5t#S256</c>, RFC 8705 §3.1).</summary>
    public static string Thumbprint(X509Certificate2 certificate) => Base64UrlText.Encode(SHA256.HashData(certificate.RawData));

    /// <summary>Whether a connection's certificate is the one with this digest, compared in constant time.</summary>
    public static bool Is(X509Certificate2? certificate, string thumbprint) =>
        certificate is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Thumbprint(certificate)), Encoding.ASCII.GetBytes(thumbprint));

    /// <summary>Whether its size and its key can be used.</summary>
    public static bool HasShape(X509Certificate2 certificate)
    {
        if (certificate.RawData.Length > MaxBytes)
        {
            return false;
        }

        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            using var ec = certificate.GetECDsaPublicKey();
            return rsa?.KeySize is >= LeastRsaBits and <= MostRsaBits || ec?.KeySize >= 256;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private bool IsTimely(X509Certificate2 certificate)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return certificate.NotBefore.ToUniversalTime() <= now && now < certificate.NotAfter.ToUniversalTime();
    }

    // One without the extension is for everything, and so for nothing that we know of.
    private static bool IsForClients(X509Certificate2 certificate) =>
        !certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority)
        && certificate.Extensions.OfType<X509KeyUsageExtension>().All(e => e.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature))
        && certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(e => e.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == ForClients));
}

/// <summary>A certificate that one of our authorities vouches for.</summary>
/// <param name="Names">The names in it.</param>
/// <param name="Root">SHA-256 of the root's certificate, in small hex digits.</param>
internal sealed record VouchedCertificate(AlternativeNames Names, string Root);
