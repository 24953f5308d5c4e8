using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bartizan.Testing;

/// <summary>A certificate authority made for a test, with EC keys; its certificates are good from 2020 to 2120 unless a test says else.</summary>
public sealed class TestAuthority : IDisposable
{
    public const string ForClients = "1.3.6.1.5.5.7.3.2";
    public const string ForServers = "1.3.6.1.5.5.7.3.1";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A root, or one between it and clients.</summary>
    public TestAuthority(TestAuthority? above = null, string name = "Test root")
    {
        var request = new CertificateRequest(above is null ? $"CN={name}" : "CN=Test issuer", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (above is null)
        {
            Certificate = request.CreateSelfSigned(Year(2010), Year(2130));
            return;
        }

        using var made = request.Create(above.Certificate, Year(2015), Year(2125), Serial());
        Certificate = made.CopyWithPrivateKey(_key);
    }

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>Issues a certificate, with its key: a new one, or <paramref name="with"/>.</summary>
    public X509Certificate2 Issue(
        string[]? uris = null, string[]? dns = null, string? usage = ForClients, int from = 2020, int to = 2120, bool authority = false, bool loopback = false, ECDsa? with = null, X500DistinguishedName? subject = null)
    {
        using var made = with is null ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : null;
        var key = with ?? made!;
        var request = new CertificateRequest(subject ?? new X500DistinguishedName("CN=Somebody"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(new OidCollection { new Oid(usage) }, false));
        }

        var names = new SubjectAlternativeNameBuilder();
        foreach (var uri in uris ?? [])
        {
            names.AddUri(new Uri(uri));
        }

        foreach (var name in dns ?? [])
        {
            names.AddDnsName(name);
        }

        if (loopback)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        if (loopback || uris is not null || dns is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(Certificate, Year(from), Year(to), Serial());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A certificate that nobody vouches for, with its key.</summary>
    public static X509Certificate2 SelfSigned(AsymmetricAlgorithm key, string? uri = null, int to = 2120)
    {
        var request = key is RSA rsa
            ? new CertificateRequest("CN=Alone", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=Alone", (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(new OidCollection { new Oid(ForClients) }, false));
        if (uri is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddUri(new Uri(uri));
            request.CertificateExtensions.Add(names.Build());
        }

        return request.CreateSelfSigned(Year(2020), Year(to));
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static DateTimeOffset Year(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static byte[] Serial() => [1, .. RandomNumberGenerator.GetBytes(15)];
}
