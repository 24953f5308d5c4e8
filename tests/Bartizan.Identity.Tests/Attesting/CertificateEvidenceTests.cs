using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bartizan.Core.Identity;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Clients;
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
        Assert.Equal($$"""{"jkt":"{{_key.Thumbprint}}"}""", reply.Claims.GetProperty("cnf").GetRawText());

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

    [Fact]
    public async Task An_identity_that_is_bound_to_a_certificate_too_stands_for_its_client_with_both_only()
    {
        await using var realm = await AttestationRealm.CreateAsync(Enough);
        var agent = await realm.AddAsync("invoices-eu");
        await new ClientRegistry(realm.Store.Identity, realm.Store.Agents, realm.Clock).RegisterCertificateAsync(
            new ClientWish { Agent = "invoices-eu", Grants = ["client_credentials", "attestation"] }, CertificateMark.Uri, Id, default);
        await realm.RefreshAsync();
        using var certificate = realm.Authority.Issue([Id]);
        using var other = realm.Authority.Issue([Id]);
        var identity = await AttestAsync(realm, agent, certificate);
        Assert.True(identity.Status == 200, identity.Json.ToString());
        var bound = identity.Claims.GetProperty("cnf").GetRawText();
        Assert.Contains(ClientCertificates.Thumbprint(certificate), bound, StringComparison.Ordinal);
        (string, string)[] form = [("grant_type", "client_credentials"), ("client_assertion_type", "urn:bartizan:params:oauth:client-assertion-type:instance"), ("client_assertion", identity.Token!)];
        Assert.Equal("invalid_client", (await realm.TokenAsync(_key, form)).Error);
        Assert.Equal("invalid_client", (await realm.TokenAsync(_key, form, certificate: other)).Error);
        Assert.Equal(bound, (await realm.TokenAsync(_key, form, certificate: certificate)).Claims.GetProperty("cnf").GetRawText());
    }

    private Task<Reply> AttestAsync(AttestationRealm realm, string agent, X509Certificate2? certificate, string evidence = "certificate") =>
        realm.TokenAsync(_key, Form(agent, evidence), certificate: certificate);

    private static (string Name, string Value)[] Form(string agent, string evidence) =>
        [("grant_type", "urn:bartizan:params:oauth:grant-type:attestation"), ("client_id", agent), ("evidence", evidence)];
}
