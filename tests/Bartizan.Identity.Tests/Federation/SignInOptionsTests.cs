using Bartizan.Identity.Federation;

namespace Bartizan.Identity.Tests.Federation;

public class SignInOptionsTests
{
    private static readonly ProviderOptions Good = new() { Name = "main", Issuer = "https://id.example.com/realms/main", ClientId = "bartizan", Credential = "env:SECRET" };

    public static TheoryData<string, ProviderOptions> Wrong => new()
    {
        { "name", Good with { Name = "Main Provider" } },
        { "issuer", Good with { Issuer = "http://id.example.com" } },
        { "issuer", Good with { Issuer = "http://127.0.0.1:8080" } },
        { "issuer", Good with { Issuer = "https://id.example.com?tenant=1" } },
        { "issuer", Good with { Issuer = "https://me@id.example.com" } },
        { "clientId", Good with { ClientId = "a\nb" } },
        { "credential", Good with { Credential = null } },
        { "credential", Good with { Authentication = ProviderAuthentication.PrivateKeyJwt } },
        { "authentication", Good with { Authentication = ProviderAuthentication.PrivateKeyJwt, Credential = null } },
        { "algorithm", Good with { Algorithm = "HS256" } },
        { "algorithm", Good with { Algorithm = "none" } },
        { "scopes", Good with { Scopes = ["profile"] } },
        { "scopes", Good with { Scopes = ["openid", "a b"] } },
        { "assertions", Good with { Assertions = true } },
        { "nameClaim", Good with { NameClaim = "" } },
        { "roles", Good with { Accounts = AccountMaking.AtFirstSignIn } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_mistake_names_its_setting(string setting, ProviderOptions provider)
    {
        var error = Assert.Single(SignInOptions.Validate(new SignInOptions { Providers = [provider] }, hasKeys: setting == "credential"));
        Assert.StartsWith($"signIn.providers[0].{setting}: ", error.What, StringComparison.Ordinal);
        Assert.NotEmpty(error.Fix);
    }

    [Fact]
    public void What_is_right_is_taken_and_nothing_stands_there_twice()
    {
        Assert.Empty(SignInOptions.Validate(new SignInOptions { Providers = [Good, Good with { Name = "other", Issuer = "http://localhost:8080", Inside = true }] }, hasKeys: false));
        Assert.Empty(SignInOptions.Validate(new SignInOptions { Providers = [Good with { Authentication = ProviderAuthentication.PrivateKeyJwt, Credential = null }] }, hasKeys: true));
        Assert.Equal(
            ["signIn.providers[1].name: There are two of this name.", "signIn.providers[1].issuer: There are two of this issuer."],
            SignInOptions.Validate(new SignInOptions { Providers = [Good, Good] }, hasKeys: false).Select(e => e.What));
    }
}
