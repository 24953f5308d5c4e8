using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Identity.Certificates;

namespace Bartizan.Hosting;

/// <summary>The files that <c>gateway.tls</c> names, as they stood at one time.</summary>
internal sealed class TlsFiles
{
    private const string Setting = "gateway.tls";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SettingPlaces _places;
    private readonly string _certificate;
    private readonly string _key;
    private readonly string? _authorities;

    private TlsFiles(SettingPlaces places, string certificate, string key, string? authorities) => (_places, _certificate, _key, _authorities) = (places, certificate, key, authorities);

    /// <summary>SHA-256 of what stands in them. Times of change would not tell where a link leads elsewhere.</summary>
    public string Digest => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{_certificate.Length} {_key.Length} {_certificate}{_key}{_authorities}")));

    /// <summary>Reads them; the key only where nobody else may.</summary>
    /// <exception cref="InputException">One of them cannot be read, or the key is open to others.</exception>
    public static TlsFiles Read(TlsOptions options, SettingPlaces places)
    {
        // Without a file there is the clearer message below.
        if (!OperatingSystem.IsWindows() && File.Exists(options.Key) && (File.GetUnixFileMode(options.Key) & ~OwnerOnly) != UnixFileMode.None)
        {
            throw new InputException(places.Locate(new InputError($"{Setting}.key: The key file is open to other users.", $"Run: chmod 600 {options.Key}")));
        }

        return new TlsFiles(places, Read("certificate", options.Certificate), Read("key", options.Key), options.ClientAuthorities is { } file ? Read("clientAuthorities", file) : null);

        string Read(string name, string path)
        {
            try
            {
                return File.ReadAllText(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException(places.Locate(new InputError($"{Setting}.{name}: It cannot be read: {e.Message}", "Check the path.")));
            }
        }
    }

    /// <summary>The certificate with its key.</summary>
    /// <exception cref="InputException">They are no pair.</exception>
    public TlsPair Pair()
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(_certificate);
            using var made = X509Certificate2.CreateFromPem(_certificate, _key);
            // Not every platform takes a key for TLS that was never in a store of keys.
            var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
            return new TlsPair(certificate, SslStreamCertificateContext.Create(certificate, chain, offline: true));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InputException(_places.Locate(new InputError(
                $"{Setting}.certificate: It is no certificate with the key of {Setting}.key, both in PEM and the key without a passphrase.", "Check that both are of one pair.")));
        }
    }

    /// <summary>The authorities of clients; null where none are asked for.</summary>
    /// <exception cref="InputException">There are none in the file.</exception>
    public CertificateAuthorities? Authorities() => _authorities is null ? null : CertificateAuthorities.Parse(_authorities) ?? throw new InputException(_places.Locate(new InputError(
        $"{Setting}.clientAuthorities: It must hold 1 to {CertificateAuthorities.Most} certificates of authorities in PEM, at least one of them a root, and nothing else.",
        "Write the root and the intermediates that issue to clients into one file.")));
}

/// <summary>What the listener shows.</summary>
/// <param name="Certificate">The certificate, with its key.</param>
/// <param name="Context">The same with the certificates of its authorities, made once for all connections.</param>
internal sealed record TlsPair(X509Certificate2 Certificate, SslStreamCertificateContext Context);
