using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Tls;

/// <summary>A folder with the files of a listener that ends TLS, the authorities behind them, and clients of it.</summary>
internal sealed class TlsSite : IDisposable
{
    public const string Id = "spiffe://example.org/invoices";

    private readonly TempFolder _folder = new();

    /// <summary>Issues the listener's certificates.</summary>
    // A client that trusts a namesake of its own root sends that root along, and the connection ends.
    public TestAuthority Root { get; } = new(name: "Test site root");

    /// <summary>Issues those of clients.</summary>
    public TestAuthority Clients { get; } = new();

    public TempFolder Folder => _folder;

    public string CertificateFile => Path.Combine(_folder.Path, "site.pem");

    public string KeyFile => Path.Combine(_folder.Path, "site.key");

    public string AuthoritiesFile => Path.Combine(_folder.Path, "clients.pem");

    /// <summary>Writes a new pair; returns its certificate.</summary>
    public X509Certificate2 WritePair(TestAuthority? between = null)
    {
        var certificate = (between ?? Root).Issue(usage: TestAuthority.ForServers, loopback: true);
        _folder.Write("site.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _folder.Write("site.pem", certificate.ExportCertificatePem() + "\n" + between?.Pem);
        return certificate;
    }

    public Task<BartizanProcess> StartAsync(DemoUpstream upstream) => BartizanProcess.StartAsync(_folder.Path, "--config", Configure(upstream), "--no-console");

    /// <summary>Writes all files; returns the configuration's path.</summary>
    public string Configure(DemoUpstream upstream)
    {
        WritePair().Dispose();
        _folder.Write("clients.pem", Clients.Pem);
        _folder.Write("policies/attest.cedar", $"@id(\"invoices\") permit (principal is Agent, action == Action::\"attestInstance\", resource) when {{ context.selectors.contains(\"tls:san-uri={Id}\") }};");
        return upstream.Configure(
            $$"""
              tls: { certificate: "{{CertificateFile}}", key: "{{KeyFile}}", clientAuthorities: "{{AuthoritiesFile}}" }
            policies: {{Path.Combine(_folder.Path, "policies")}}
            policyPacks: [default]
            identity:
              issuer: listener
              attestation: {}
            mcp:
              servers:
                - { name: tools, url: "http://127.0.0.1:9/mcp" }
            """);
    }

    /// <summary>A client that trusts the site's root and has this certificate.</summary>
    public HttpClient Client(X509Certificate2? certificate)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(Root.Certificate);
        var tls = new SslClientAuthenticationOptions { CertificateChainPolicy = trust };
        if (certificate is not null)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        return new HttpClient(new SocketsHttpHandler { SslOptions = tls });
    }

    /// <summary>Adds an agent and says how it proves who it is; returns its client id.</summary>
    public async Task<string> AddAsync(string name, params string[] how) =>
        (await BartizanProcess.OutputAsync(["agent", "credentials", await NewAgentAsync(name), .. how, "--data", _folder.Path])).Trim();

    public async Task<string> NewAgentAsync(string name)
    {
        await BartizanProcess.OutputAsync("agent", "add", name, "--owner", "ada", "--data", _folder.Path);
        return name;
    }

    public void Dispose()
    {
        Root.Dispose();
        Clients.Dispose();
        _folder.Dispose();
    }
}
