using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bartizan.Identity.Certificates;

/// <summary>The authorities whose certificates clients may show: these and no others, whatever the machine trusts.</summary>
public sealed class CertificateAuthorities
{
    /// <summary>Most of them.</summary>
    public const int Most = 64;

    private const int MaxText = 1 << 20;

    private CertificateAuthorities(X509Certificate2Collection roots, X509Certificate2Collection others) => (Roots, Others) = (roots, others);

    /// <summary>Those at which a chain must end.</summary>
    internal X509Certificate2Collection Roots { get; }

    /// <summary>Those between.</summary>
    internal X509Certificate2Collection Others { get; }

    /// <summary>Reads PEM (RFC 7468); null unless all of it are certificates of authorities, and one of them is its own issuer.</summary>
    public static CertificateAuthorities? Parse(string pem)
    {
        var all = new X509Certificate2Collection();
        if (pem.Length > MaxText)
        {
            return null;
        }

        try
        {
            all.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }

        if (all.Count is 0 or > Most || !all.All(c => c.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority)))
        {
            return null;
        }

        var roots = new X509Certificate2Collection(all.Where(IsOwnIssuer).ToArray());
        return roots.Count == 0 ? null : new CertificateAuthorities(roots, new X509Certificate2Collection(all.Where(c => !IsOwnIssuer(c)).ToArray()));
    }

    private static bool IsOwnIssuer(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
