using System.Net.Security;
using System.Security.Authentication;
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
/// What the gateway's listener needs to end TLS, taken anew from its files when these change. Clients are asked for a certificate and never need one to connect:
/// whether one holds is asked where it is needed, so that all others get an answer and no broken connection.
/// </summary>
internal sealed class ListenerTls : IAsyncDisposable
{
    private readonly Func<TlsFiles> _read;
    private string _seen;
    private volatile TlsPair _current;

    private ListenerTls(Func<TlsFiles> read, TlsFiles files)
    {
        (_read, _seen, _current) = (read, files.Digest, files.Pair());
        Clients = files.Authorities() is { } authorities ? new AuthoritiesState(authorities) : null;
    }

    /// <summary>Whose certificates of clients count; null where none are asked for.</summary>
    public AuthoritiesState? Clients { get; }

    /// <summary>When the certificate that is shown ends.</summary>
    public DateTimeOffset Ends => new(_current.Certificate.NotAfter);

    /// <summary>Reads the files.</summary>
    /// <exception cref="InputException">One of them cannot be read, or is not what it must be.</exception>
    public static ListenerTls Load(TlsOptions options, SettingPlaces places)
    {
        TlsFiles Read() => TlsFiles.Read(options, places);
        return new ListenerTls(Read, Read());
    }

    /// <summary>Takes up the files for connections that begin from now on; false when they are as they were at the last look. One caller at a time.</summary>
    /// <exception cref="InputException">They changed and are wrong: what was in force stays, all of it. Said once for each change.</exception>
    public bool Refresh()
    {
        var (files, wrong) = Look();
        var seen = wrong?.Message ?? files!.Digest;
        if (seen == _seen)
        {
            return false;
        }

        _seen = seen;
        if (wrong is not null)
        {
            throw wrong;
        }

        var (pair, authorities) = (files!.Pair(), files.Authorities());
        _current = pair;
        if (authorities is not null)
        {
            Clients!.Swap(authorities);
        }

        return true;
    }

    /// <summary>Has a listener speak TLS 1.2 and 1.3.</summary>
    public void Apply(ListenOptions listen)
    {
        // What it speaks without TLS.
        listen.Protocols = HttpProtocols.Http1;
        var options = new HttpsConnectionAdapterOptions
        {
            // Connections take the one in force; without one here the listener does not start.
            ServerCertificate = _current.Certificate,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            OnAuthenticate = (_, tls) => Begin(tls),
        };
        if (Clients is not null)
        {
            options.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            options.AllowAnyClientCertificate();
        }

        listen.UseHttps(options);
    }

    public ValueTask DisposeAsync()
    {
        _current.Certificate.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Begin(SslServerAuthenticationOptions tls)
    {
        tls.ServerCertificateContext = _current.Context;
        if (Clients is not null)
        {
            // A certificate names addresses at which its authorities are found; nothing that a stranger names is fetched.
            tls.CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
            // A session that is resumed has the certificate with which it began, without the key being proven again.
            tls.AllowTlsResume = false;
        }
    }

    private (TlsFiles? Files, InputException? Wrong) Look()
    {
        try
        {
            return (_read(), null);
        }
        catch (InputException e)
        {
            return (null, e);
        }
    }
}
