using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bartizan.Core.Identity;
using Bartizan.Identity.Certificates;
using Bartizan.Testing;

namespace Bartizan.Identity.Tests.Certificates;

/// <summary>Which certificates hold, and whose they are.</summary>
public sealed class ClientCertificatesTests : IDisposable
{
    private const string Id = "spiffe://example.org/invoices";

    private static readonly ExpectedCertificate ById = new(CertificateMark.Uri, Id);

    private readonly TestAuthority _root = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_certificate_of_our_authorities_is_known_by_its_uri_or_one_of_its_dns_names()
    {
        var certificates = Trusting(_root.Pem);
        using var certificate = _root.Issue([Id], ["other.example", "Invoices.example"]);
        Assert.True(certificates.Proves(certificate, ById));
        Assert.True(certificates.Proves(certificate, new(CertificateMark.DnsName, "invoices.example")));
        Assert.False(certificates.Proves(certificate, new(CertificateMark.Uri, Id + "/more")));
        Assert.False(certificates.Proves(certificate, new(CertificateMark.Uri, "invoices.example")));
        Assert.False(certificates.Proves(certificate, new(CertificateMark.DnsName, Id)));
        Assert.False(certificates.Proves(certificate, new(CertificateMark.DnsName, "example")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_root.Certificate.RawData)), certificates.Read(certificate)!.Root);
    }

    [Fact]
    public void One_known_by_its_subject_must_be_of_our_authorities_and_hold()
    {
        using var stranger = new TestAuthority();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificates = Trusting(_root.Pem);
        var subject = new X500DistinguishedName("CN=invoices, O=Example");
        ExpectedCertificate expected = new(CertificateMark.Subject, "CN=invoices,O=Example");
        Assert.True(certificates.Proves(_root.Issue(subject: subject), expected));
        Assert.True(certificates.Proves(_root.Issue([Id], ["a.example"], subject: subject), expected));
        Assert.All(
            [
                _root.Issue(), _root.Issue([Id], subject: new("O=Example, CN=invoices")), _root.Issue(subject: new("CN=Invoices, O=Example")), _root.Issue(subject: new("CN=invoices")), _root.Issue(subject: subject, to: 2021),
                _root.Issue(subject: subject, usage: TestAuthority.ForServers), _root.Issue(subject: subject, authority: true), stranger.Issue(subject: subject), TestAuthority.SelfSigned(key),
            ],
            o => Assert.False(certificates.Proves(o, expected)));
        Assert.False(certificates.Proves(_root.Issue(subject: subject), new(CertificateMark.Subject, "")));
        Assert.False(certificates.Proves(_root.Issue(subject: new("")), expected));
    }

    [Fact]
    public void An_issuer_between_counts_where_it_stands_in_our_file()
    {
        using var issuer = new TestAuthority(_root);
        using var certificate = issuer.Issue([Id]);
        Assert.True(Trusting(_root.Pem + issuer.Pem).Proves(certificate, ById));
        Assert.False(Trusting(_root.Pem).Proves(certificate, ById));
    }

    [Fact]
    public void All_others_are_none()
    {
        using var stranger = new TestAuthority();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509Certificate2[] others =
        [
            stranger.Issue([Id]),
            TestAuthority.SelfSigned(key, Id),
            _root.Issue([Id], to: 2021),
            _root.Issue([Id], from: 2100),
            _root.Issue([Id], usage: null),
            _root.Issue([Id], usage: TestAuthority.ForServers),
            _root.Issue([Id], authority: true),
            _root.Issue([Id, Id + "2"]),
            _root.Issue([Id, Id]),
            _root.Issue(),
            _root.Issue(dns: ["x.example"]),
            _root.Issue([Id + new string('a', 2_048)]),
            _root.Issue([Id], [.. Enumerable.Range(0, 32).Select(i => $"h{i}.example")]),
            _root.Certificate,
        ];
        var certificates = Trusting(_root.Pem);
        Assert.All(others, o => Assert.False(certificates.Proves(o, ById)));
        Assert.False(certificates.Proves(null, ById));
        using var good = _root.Issue([Id]);
        Assert.True(certificates.Proves(good, ById));
        Assert.False(new ClientCertificates(_clock).Proves(good, ById));
    }

    [Fact]
    public void A_certificate_itself_is_known_by_its_digest_alone_as_long_as_it_lasts()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = TestAuthority.SelfSigned(key);
        using var again = TestAuthority.SelfSigned(key);
        using var over = TestAuthority.SelfSigned(key, to: 2021);
        using var weak = RSA.Create(1_024);
        using var thin = TestAuthority.SelfSigned(weak);
        var certificates = new ClientCertificates(_clock);
        Assert.True(certificates.Proves(certificate, By(certificate)));
        Assert.False(certificates.Proves(again, By(certificate)));
        Assert.False(certificates.Proves(null, By(certificate)));
        Assert.False(certificates.Proves(over, By(over)));
        Assert.False(certificates.Proves(thin, By(thin)));

        static ExpectedCertificate By(X509Certificate2 certificate) => new(CertificateMark.Thumbprint, ClientCertificates.Thumbprint(certificate));
    }

    [Fact]
    public void A_file_of_authorities_holds_a_root_and_only_authorities()
    {
        using var issuer = new TestAuthority(_root);
        using var leaf = _root.Issue([Id]);
        Assert.All(
            new[] { "", "nothing", issuer.Pem, leaf.ExportCertificatePem(), _root.Pem + leaf.ExportCertificatePem(), string.Concat(Enumerable.Repeat(_root.Pem, CertificateAuthorities.Most + 1)), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" },
            pem => Assert.Null(CertificateAuthorities.Parse(pem)));
        Assert.NotNull(CertificateAuthorities.Parse(_root.Pem + issuer.Pem));
    }

    private ClientCertificates Trusting(string pem) => new(_clock, new AuthoritiesState(CertificateAuthorities.Parse(pem)!));
}
