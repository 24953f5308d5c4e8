using System.Text.RegularExpressions;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Identity.Federation;
using Bartizan.Testing;

namespace Bartizan.Tests.Configuration;

public partial class SignInReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - { name: a, dialect: openai, url: "https://api.example.org", credential: "env:PATH" }

        """;

    [Fact]
    public void Every_sample_in_the_documentation_works()
    {
        var samples = Samples().Matches(File.ReadAllText(Repository.PathTo("docs", "federation.md"))).Select(m => ConfigReader.Read(Upstream + m.Groups[1].Value, "x.yaml")).ToList();
        Assert.True(samples[1].SignIn.Providers[0].Assertions);
        Assert.Equal(["keycloak", "entra", "entra", "keycloak", "okta"], samples.Select(s => Assert.Single(s.SignIn.Providers).Name));
        Assert.Equal("https://console.example.com", samples[0].ConsoleAddress);
        var first = samples[0].SignIn.Providers[0];
        Assert.Equal((AccountMaking.AtFirstSignIn, "Example Staff", ProviderAuthentication.ClientSecretBasic), (first.Accounts, first.Title, first.Authentication));
        Assert.Equal([new("groups", "bartizan-admins", "admin"), new("groups", "security", "analyst")], first.Roles);
    }

    [Theory]
    [InlineData("issuer: https://id.example.com, clientId: a, credential: secret", "signIn.providers[0].credential: it is not a reference.")]
    [InlineData("issuer: http://id.example.com, clientId: a, credential: 'env:A'", "signIn.providers[0].issuer: ")]
    [InlineData("issuer: https://id.example.com, clientId: a, credential: 'env:A', authentication: none", "signIn.providers[0].authentication: 'none' is not understood.")]
    [InlineData("issuer: https://id.example.com, clientId: a, credential: 'env:A', roles: [{ claim: g, value: v, role: root }]", "signIn.providers[0].roles[0].role: 'root' is not understood.")]
    [InlineData("issuer: https://id.example.com, clientId: a, credential: 'env:A', secret: x", "signIn.providers[0].secret: there is no such setting.")]
    [InlineData("clientId: a, credential: 'env:A'", "signIn.providers[0].issuer: it is missing.")]
    public void A_mistake_is_told_with_its_setting_and_line(string settings, string what)
    {
        var errors = Assert.Throws<InputException>(() => ConfigReader.Read($"{Upstream}signIn:\n  providers:\n    - {{ name: main, {settings} }}\n", "x.yaml")).Errors;
        Assert.Contains(errors, e => e.What.StartsWith(what, StringComparison.Ordinal) && e.Line == 6);
    }

    [Fact]
    public void A_server_whose_tokens_come_of_a_providers_word_names_one_that_gives_it()
    {
        var sample = Samples().Matches(File.ReadAllText(Repository.PathTo("docs", "credentials.md"))).Select(m => m.Groups[1].Value).Single(s => s.Contains("identity-assertion", StringComparison.Ordinal));
        var account = ConfigReader.Read(Upstream + sample, "x.yaml").Mcp.Servers[0].Account!;
        Assert.Equal(("staff", true), (account.Provider, account.IsPersonal));
        foreach (var wrong in new[] { sample.Replace("exchanges: true", "exchanges: false", StringComparison.Ordinal), sample.Replace("provider: staff", "provider: other", StringComparison.Ordinal) })
        {
            Assert.StartsWith("mcp.servers[0].account.provider:", Assert.Single(Assert.Throws<InputException>(() => ConfigReader.Read(Upstream + wrong, "x.yaml")).Errors).What, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://console.example.com/")]
    [InlineData("http://console.example.com")]
    [InlineData("console.example.com")]
    public void The_consoles_address_is_an_origin(string address)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => ConfigReader.Read($"{Upstream}console:\n  address: {address}\n", "x.yaml")).Errors);
        Assert.StartsWith("console.address:", error.What, StringComparison.Ordinal);
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Samples();
}
