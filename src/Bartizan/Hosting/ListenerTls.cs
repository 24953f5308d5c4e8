using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Identity.Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Bartizan.Hosting;

/// <summary>
/// What the gateway's listener needs to end TLS. Clients are asked for a certificate and never need one to connect: whether one holds is asked where it is
/// needed, so that all others get an answer and no broken connection.
/// </summary>
internal sealed class ListenerTls : IAsyncDisposable
{
    private const string Setting = "gateway.tls";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _chain;

    private ListenerTls(X509Certificate2 certificate, X509Certificate2Collection chain, CertificateAuthorities? clients) => (_certificate, _chain, Clients) = (certificate, chain, clients);

    /// <summary>Whose certificates of clients count; null where none are asked for.</summary>
    public CertificateAuthorities? Clients { get; }

    /// <summary>Reads the files.</summary>
    /// <exception cref="InputException">One of them cannot be read, or is not what it must be.</exception>
    public static ListenerTls Load(TlsOptions options, SettingPlaces places)
    {
        // Without a file there is the clearer message below.
        if (!OperatingSystem.IsWindows() && File.Exists(options.Key) && (File.GetUnixFileMode(options.Key) & ~OwnerOnly) != UnixFileMode.None)
        {
            throw new InputException(places.Locate(new InputError($"{Setting}.key: The key file is open to other users.", $"Run: chmod 600 {options.Key}")));
        }

        var key = Read("key", options.Key);
        var text = Read("certificate", options.Certificate);
        var clients = options.ClientAuthorities is { } file ? Authorities(Read("clientAuthorities", file)) : null;
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(text);
            using var made = X509Certificate2.CreateFromPem(text, key);
            // Not every platform takes a key for TLS that was never in a store of keys.
            return new ListenerTls(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null), chain, clients);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new InputException(places.Locate(new InputError(
                $"{Setting}.certificate: It is no certificate with the key of {Setting}.key, both in PEM and the key without a passphrase.", "Check that both are of one pair.")));
        }

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

        CertificateAuthorities Authorities(string pem) => CertificateAuthorities.Parse(pem) ?? throw new InputException(places.Locate(new InputError(
            $"{Setting}.clientAuthorities: It must hold 1 to {CertificateAuthorities.Most} certificates of authorities in PEM, at least one of them a root, and nothing else.",
            "Write the root and the intermediates that issue to clients into one file.")));
    }

    /// <summary>Has a listener speak TLS 1.2 and 1.3.</summary>
    public void Apply(ListenOptions listen)
    {
        // What it speaks without TLS.
        listen.Protocols = HttpProtocols.Http1;
        var options = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = _certificate,
            ServerCertificateChain = _chain,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (Clients is not null)
        {
            options.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            options.AllowAnyClientCertificate();
            // A certificate names addresses at which its authorities are found; nothing that a stranger names is fetched.
            options.OnAuthenticate = (_, tls) =>
            {
                tls.CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
                // A session that is resumed has the certificate with which it began, without the key being proven again.
                tls.AllowTlsResume = false;
            };
        }

        listen.UseHttps(options);
    }

    public ValueTask DisposeAsync()
    {
        _certificate.Dispose();
        return ValueTask.CompletedTask;
    }
}
