using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bartizan.Core.Identity;
using Bartizan.Identity.Tests.Support;
using Bartizan.Testing;

namespace Bartizan.Identity.Tests.Attesting;

/// <summary>The certificate of its connection as evidence of an instance.</summary>
public sealed class CertificateEvidenceTests : IDisposable
{
    private const string Id = "spiffe://example.org/invoices";

    private static readonly string Enough = AttestationRealm.Needs($"tls:san-uri={Id}");

    private readonly ProofKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task A_certificate_of_our_authorities_attests_what_policy_takes_for_enough()
    {
        await using var realm = await AttestationRealm.CreateAsync(Enough);
        var agent = await realm.AddAsync("invoices-eu");
        using var certificate = realm.Authority.Issue([Id], ["Invoices.example"]);
        var reply = await AttestAsync(realm, agent, certificate);
        Assert.True(reply.Status == 200, reply.Json.ToString());
        Assert.Equal(
            [$"tls:san-uri={Id}", "tls:san-dns=invoices.example", $"tls:issuer={Convert.ToHexStringLower(SHA256.HashData(realm.Authority.Certificate.RawData))}"],
            Assert.Single(await realm.Store.Instances.ListAsync(agent, default)).Selectors);
        Assert.Equal(_key.Thumbprint, reply.Claims.GetProperty("cnf").GetProperty("jkt").GetString());

        // The identity is the key's, whoever has the certificate.
        using var thief = new ProofKey();
        Assert.Equal(TokenFailure.InvalidProof, realm.Present(reply.Token!, thief).Failure);
    }

    [Fact]
    public async Task It_counts_only_where_it_is_named_and_holds()
    {
        await using var realm = await AttestationRealm.CreateAsync(Enough);
        var agent = await realm.AddAsync("invoices-eu");
        using var certificate = realm.Authority.Issue([Id]);
        using var stranger = new TestAuthority();
        X509Certificate2?[] others = [null, stranger.Issue([Id]), realm.Authority.Issue([Id, Id + "/2"]), realm.Authority.Issue([Id], to: 2021), realm.Authority.Issue([Id + "/2"]), realm.Authority.Issue(dns: [new Uri(Id).Host])];
        foreach (var other in others)
        {
            Assert.Equal("invalid_grant", (await AttestAsync(realm, agent, other)).Error);
        }

        Assert.Equal("invalid_grant", (await AttestAsync(realm, agent, certificate, "certificate certificate")).Error);
        Assert.Equal("invalid_grant", (await AttestAsync(realm, agent, certificate, realm.ClusterToken())).Error);
        Assert.Equal(200, (await AttestAsync(realm, agent, certificate, $"certificate {realm.ClusterToken()}")).Status);
        Assert.NotEqual(200, (await realm.TokenAsync(null, Form(agent, "certificate"), certificate: certificate)).Status);
    }

    private Task<Reply> AttestAsync(AttestationRealm realm, string agent, X509Certificate2? certificate, string evidence = "certificate") =>
        realm.TokenAsync(_key, Form(agent, evidence), certificate: certificate);

    private static (string Name, string Value)[] Form(string agent, string evidence) =>
        [("grant_type", "urn:bartizan:params:oauth:grant-type:attestation"), ("client_id", agent), ("evidence", evidence)];
}
