using System.Security.Cryptography;
using Bartizan.Core.Credentials;
using Bartizan.Core.Results;
using Bartizan.Gateway.Mcp.Configuration;

namespace Bartizan.Gateway.Tests.Mcp.Configuration;

public sealed class McpAccountTests
{
    private const string Issuer = "https://login.example";

    public static TheoryData<McpAccountOptions, string> Wrong => new()
    {
        // Whoever a server names must not be shown what proves who Bartizan is.
        { new() { ClientId = "a", ClientSecret = "env:X" }, "account.issuer" },
        { new() { ClientId = "a", ClientKey = "env:X" }, "account.issuer" },
        { new() { Grant = AccountGrant.JwtBearer, ClientId = "a", Assertion = "env:X" }, "account.issuer" },
        { new() { Issuer = "http://login.example" }, "account.issuer" },
        { new() { Issuer = Issuer, ClientSecret = "env:X" }, "account.clientId" },
        { new() { Issuer = Issuer, ClientId = "" }, "account.clientId" },
        { new() { Issuer = Issuer, ClientId = "a", ClientSecret = "env:X", ClientKey = "env:X" }, "account" },
        { new() { Issuer = Issuer, ClientId = "a", ClientKey = "a key itself" }, "account.clientKey" },
        { new() { Issuer = Issuer, ClientId = "a", Grant = AccountGrant.ClientCredentials }, "account.grant" },
        { new() { Issuer = Issuer, ClientId = "a", Grant = AccountGrant.JwtBearer }, "account.assertion" },
        { new() { Issuer = Issuer, ClientId = "a", Assertion = "env:X" }, "account.assertion" },
        { new() { Issuer = Issuer, ClientId = "a", ClientSecret = "env:X", Grant = AccountGrant.IdentityAssertion }, "account.provider" },
        { new() { Issuer = Issuer, ClientId = "a", Provider = "staff", Grant = AccountGrant.IdentityAssertion }, "account.provider" },
        { new() { ClientId = "a", ClientSecret = "env:X", Provider = "staff", Grant = AccountGrant.IdentityAssertion }, "account.provider" },
        { new() { Issuer = Issuer, ClientId = "a", Provider = "staff" }, "account.provider" },
        { new() { Issuer = Issuer, Grant = AccountGrant.JwtBearer, Assertion = "env:X" }, "account.assertion" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Mistakes_are_told_with_their_place(McpAccountOptions account, string where) =>
        Assert.Contains(McpOptionsValidator.Validate(Options(account)), e => e.What.StartsWith($"mcp.servers[0].{where}:", StringComparison.Ordinal));

    [Fact]
    public void What_is_shown_is_fetched_at_the_start_and_a_key_must_be_one()
    {
        using var right = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var wrong = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var file = Path.GetTempFileName();
        try
        {
            var account = new McpAccountOptions { Issuer = Issuer, ClientId = "a", ClientKey = "file:" + file, Grant = AccountGrant.ClientCredentials };
            File.WriteAllText(file, right.ExportPkcs8PrivateKeyPem());
            Assert.Equal(right.ExportPkcs8PrivateKey().Length, McpServers.Compile(Options(account)).Find("a")!.Account!.ClientKey!.Length);
            foreach (var content in new[] { wrong.ExportPkcs8PrivateKeyPem(), right.ExportSubjectPublicKeyInfoPem(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "no key" })
            {
                File.WriteAllText(file, content);
                var error = Assert.Single(Assert.Throws<InputException>(() => McpServers.Compile(Options(account))).Errors);
                Assert.StartsWith("mcp.servers[0].account: The key file:", error.What, StringComparison.Ordinal);
                Assert.DoesNotContain("AAAA", error.ToString(), StringComparison.Ordinal);
            }

            File.WriteAllText(file, "first");
            var shown = McpServers.Compile(Options(account with { ClientKey = null, Grant = AccountGrant.JwtBearer, Assertion = "file:" + file })).Find("a")!.Account!;
            Assert.Equal("first", shown.ReadAssertion());
            File.WriteAllText(file, "second");
            Assert.Equal("second", shown.ReadAssertion());
            File.WriteAllText(file, "two words");
            Assert.Null(shown.ReadAssertion());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static McpOptions Options(McpAccountOptions account) => new() { Servers = [new() { Name = "a", Url = "https://x.example/mcp", Account = account }] };
}
