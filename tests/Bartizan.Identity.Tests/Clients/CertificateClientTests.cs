using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bartizan.Core.Identity;
using Bartizan.Core.Results;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Http;
using Bartizan.Identity.Tests.Support;
using Bartizan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Identity.Tests.Clients;

/// <summary>Clients that prove who they are by the certificate of their connection (RFC 8705 §2).</summary>
public sealed class CertificateClientTests : IDisposable
{
    private const string Id = "spiffe://example.org/invoices";

    private readonly TestAuthority _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Its_certificate_is_asked_for_wherever_the_client_proves_itself()
    {
        using var realm = await RealmAsync();
        var client = await AddAsync(realm, "billing", CertificateMark.Uri, Id);
        using var certificate = _root.Issue([Id]);
        using var other = _root.Issue([Id + "-2"]);
        var token = (await SendAsync(realm, Issuer.TokenPath, client, certificate)).Token!;
        Assert.True((await SendAsync(realm, Issuer.IntrospectionPath, client, certificate, $"token={token}")).Json.GetProperty("active").GetBoolean());
        Assert.Equal(200, (await SendAsync(realm, Issuer.RevocationPath, client, certificate, $"token={token}")).Status);
        foreach (var path in new[] { Issuer.TokenPath, Issuer.IntrospectionPath, Issuer.RevocationPath })
        {
            Assert.Equal("invalid_client", (await SendAsync(realm, path, client, null, $"grant_type=client_credentials&token={token}")).Error);
            Assert.Equal("invalid_client", (await SendAsync(realm, path, client, other, $"grant_type=client_credentials&token={token}")).Error);
        }
    }

    [Fact]
    public async Task A_client_of_one_way_cannot_use_another()
    {
        using var realm = await RealmAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var alone = TestAuthority.SelfSigned(key, Id);
        using var certificate = _root.Issue([Id]);
        var named = await AddAsync(realm, "billing", CertificateMark.Uri, Id);
        var pinned = await AddAsync(realm, "pinned", CertificateMark.Thumbprint, alone.ExportCertificatePem());
        var secret = await realm.AddAsync("secret");
        Assert.Equal(200, (await SendAsync(realm, Issuer.TokenPath, pinned, alone)).Status);
        Assert.Equal("invalid_client", (await SendAsync(realm, Issuer.TokenPath, named, alone)).Error);
        Assert.Equal("invalid_client", (await SendAsync(realm, Issuer.TokenPath, pinned, certificate)).Error);
        Assert.Equal("invalid_client", (await SendAsync(realm, Issuer.TokenPath, secret.Id, certificate)).Error);
        Assert.Equal("invalid_client", (await SendAsync(realm, Issuer.TokenPath, named, certificate, $"grant_type=client_credentials&client_secret={secret.Secret}")).Error);
        Assert.Equal("invalid_client", (await realm.SendAsync(Issuer.TokenPath, "grant_type=client_credentials", [("Authorization", new TestClient(named, secret.Secret).Basic)], certificate: certificate)).Error);
        // What a proxy says of a certificate is not one.
        Assert.Equal("invalid_client", (await realm.SendAsync(
            Issuer.TokenPath,
            $"grant_type=client_credentials&client_id={named}",
            [.. new[] { "Client-Cert", "X-Forwarded-Client-Cert", "X-ARR-ClientCert", "X-Client-Cert" }.Select(h => (h, Convert.ToBase64String(certificate.RawData)))])).Error);

        // Registered anew with a secret, the certificate counts no more.
        var again = await realm.AddAsync("billing");
        Assert.Equal("invalid_client", (await SendAsync(realm, Issuer.TokenPath, named, certificate)).Error);
        Assert.Equal(200, (await realm.PostAsync(Issuer.TokenPath, again, ("grant_type", "client_credentials"))).Status);
    }

    [Fact]
    public async Task A_certificate_that_is_over_ends_with_the_clock()
    {
        using var realm = await RealmAsync();
        var client = await AddAsync(realm, "billing", CertificateMark.DnsName, "billing.example");
        using var certificate = _root.Issue(dns: ["billing.example"], to: 2027);
        Assert.Equal(200, (await SendAsync(realm, Issuer.TokenPath, client, certificate)).Status);
        await realm.AdvanceAsync(TimeSpan.FromDays(60));
        Assert.Equal("invalid_client", (await SendAsync(realm, Issuer.TokenPath, client, certificate)).Error);
    }

    [Fact]
    public async Task Authorities_that_are_swapped_count_at_once_and_the_old_ones_no_more()
    {
        using var realm = await RealmAsync();
        using var next = new TestAuthority();
        var client = await AddAsync(realm, "billing", CertificateMark.Uri, Id);
        using var certificate = _root.Issue([Id]);
        using var renewed = next.Issue([Id]);
        Assert.Equal((200, 401), ((await SendAsync(realm, Issuer.TokenPath, client, certificate)).Status, (await SendAsync(realm, Issuer.TokenPath, client, renewed)).Status));
        realm.Get<AuthoritiesState>().Swap(CertificateAuthorities.Parse(next.Pem)!);
        Assert.Equal((401, 200), ((await SendAsync(realm, Issuer.TokenPath, client, certificate)).Status, (await SendAsync(realm, Issuer.TokenPath, client, renewed)).Status));
    }

    [Theory]
    [InlineData(CertificateMark.Uri, "not a uri")]
    [InlineData(CertificateMark.Uri, "")]
    [InlineData(CertificateMark.Subject, "CN=a, O=b")]
    [InlineData(CertificateMark.Subject, "")]
    [InlineData(CertificateMark.DnsName, "*.example.com")]
    [InlineData(CertificateMark.DnsName, "https://example.com")]
    [InlineData(CertificateMark.Thumbprint, "no certificate")]
    public async Task What_no_certificate_could_have_is_not_registered(CertificateMark mark, string value)
    {
        using var realm = await RealmAsync();
        await realm.AddAsync("billing");
        await Assert.ThrowsAsync<InputException>(() => RegisterAsync(realm, "billing", mark, value));
    }

    [Fact]
    public async Task Metadata_names_the_methods_where_certificates_are_asked_for()
    {
        using var realm = await RealmAsync();
        using var without = await Realm.CreateAsync();
        Assert.Contains("tls_client_auth", await MethodsAsync(realm));
        Assert.Contains("self_signed_tls_client_auth", await MethodsAsync(realm));
        Assert.DoesNotContain("tls_client_auth", await MethodsAsync(without));

        static async Task<IEnumerable<string?>> MethodsAsync(Realm realm) =>
            (await realm.SendAsync(MetadataEndpoint.Path, "", [], "GET")).Json.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(m => m.GetString()).ToList();
    }

    private Task<Realm> RealmAsync() => Realm.CreateAsync(services => services.AddSingleton(new AuthoritiesState(CertificateAuthorities.Parse(_root.Pem)!)));

    private static async Task<string> AddAsync(Realm realm, string name, CertificateMark mark, string value)
    {
        await realm.AddAsync(name);
        return await RegisterAsync(realm, name, mark, value);
    }

    private static async Task<string> RegisterAsync(Realm realm, string name, CertificateMark mark, string value)
    {
        var client = await new ClientRegistry(realm.Store, realm.Agents, realm.Clock).RegisterCertificateAsync(new ClientWish { Agent = name }, mark, value, default);
        await realm.RefreshAsync();
        return client.Agent;
    }

    private static Task<Reply> SendAsync(Realm realm, string path, string client, X509Certificate2? certificate, string form = "grant_type=client_credentials") =>
        realm.SendAsync(path, $"client_id={client}&{form}", [], certificate: certificate);
}
