using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Identity.Attesting;
using Bartizan.Testing;

namespace Bartizan.Tests.Configuration;

public class IdentityReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - { name: a, dialect: openai, url: "https://api.example.org", credential: "env:PATH" }

        """;

    [Theory]
    [InlineData("", null)]
    [InlineData("identity:\n  issuer: listener\n", "listener")]
    [InlineData("identity:\n  issuer: https://ai.example.com\nmcp:\n  publicUrl: https://ai.example.com\n", "https://ai.example.com")]
    public void The_issuer_is_read(string more, string? issuer) => Assert.Equal(issuer, ConfigReader.Read(Upstream + more, "x.yaml").Identity.Issuer);

    [Theory]
    [InlineData("identity:\n  issuer: https://ai.example.com/\n")]
    [InlineData("identity:\n  issuer: https://ai.example.com\nmcp:\n  publicUrl: https://other.example.com\n")]
    public void One_that_cannot_be_is_told_where_it_stands(string more)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => ConfigReader.Read(Upstream + more, "x.yaml")).Errors);
        Assert.Equal((5, true), (error.Line, error.What.StartsWith("identity.issuer:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Attestation_as_its_page_shows_it_is_read()
    {
        var page = File.ReadAllText(Repository.PathTo("docs", "attestation.md"));
        var start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        var yaml = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        var attestation = ConfigReader.Read(Upstream + yaml, "x.yaml").Identity.Attestation!;
        Assert.Equal(("ai.example.com", "/run/bartizan/attest.sock"), (attestation.TrustDomain, attestation.Socket));
        Assert.Equal(
            [("k8s", EvidenceKind.Kubernetes, 2), ("github", EvidenceKind.GitHub, 1), ("mesh", EvidenceKind.Spiffe, 2)], attestation.Issuers.Select(i => (i.Name, i.Kind, i.Algorithms.Count)));
    }

    [Theory]
    [InlineData("name: k8s", "name: unix", "name")]
    [InlineData("name: k8s", "name: join", "name")]
    [InlineData("name: k8s", "name: 'k8s:'", "name")]
    [InlineData("https://c.example", "https://c.example?a=b", "issuer")]
    [InlineData("https://c.example", "http://c.example", "issuer")]
    [InlineData("https://c.example", "http://127.0.0.1:8080", "issuer")]
    [InlineData("https://c.example", "http://c.example, inside: true", "issuer")]
    [InlineData("kind: kubernetes", "kind: spiffe", "issuer")]
    [InlineData("https://c.example", "spiffe://example.org, kind: spiffe", "kind")]
    [InlineData("audience: me", "audience: 'me too'", "audience")]
    [InlineData("audience: me", "audience: me, algorithms: [HS256]", "algorithms")]
    [InlineData("audience: me", "audience: me, algorithms: [none]", "algorithms")]
    [InlineData("audience: me", "audience: me, algorithms: []", "algorithms")]
    [InlineData("audience: me", "audience: me, keysUrl: 'http://k.example'", "keysUrl")]
    [InlineData("audience: me", "audience: me, keysUrl: 'https://k.example', keysFile: keys.json", "keys")]
    [InlineData("audience: me", "audience: me, more: true", "more")]
    [InlineData("audience: me }", "audience: me }\n      - { name: k8s, kind: github, issuer: https://d.example, audience: me }", "twice")]
    [InlineData("audience: me }", "audience: me }\n      - { name: b, kind: github, issuer: https://c.example, audience: me }", "twice")]
    [InlineData("attestation:", "attestation:\n    trustDomain: Example.org", "trustDomain")]
    [InlineData("issuer: listener", "issuer:", "identity.issuer")]
    public void Attestation_that_cannot_be_is_told_where_it_stands(string replaced, string by, string what)
    {
        const string good = "identity:\n  issuer: listener\n  attestation:\n    issuers:\n      - { name: k8s, kind: kubernetes, issuer: https://c.example, audience: me }\n";
        Assert.NotNull(ConfigReader.Read(Upstream + good, "x.yaml").Identity.Attestation);
        var errors = Assert.Throws<InputException>(() => ConfigReader.Read(Upstream + good.Replace(replaced, by, StringComparison.Ordinal), "x.yaml")).Errors;
        Assert.Contains(errors, e => e.Line >= 4 && e.ToString().Contains(what, StringComparison.Ordinal));
    }
}
