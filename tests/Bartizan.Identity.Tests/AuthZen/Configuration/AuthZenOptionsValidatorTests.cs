using Bartizan.Identity.AuthZen.Configuration;

namespace Bartizan.Identity.Tests.AuthZen.Configuration;

public sealed class AuthZenOptionsValidatorTests
{
    public static TheoryData<string, AuthZenOptions> Wrong => new()
    {
        { "authzen.policies", Points.Options with { Policies = [] } },
        { "authzen.callers", Points.Options with { Callers = [], AttributesFrom = [] } },
        { "authzen.anonymous", Points.Options with { Anonymous = true, AttributesFrom = [] } },
        { "authzen.attributesFrom", Points.Options with { AttributesFrom = ["somebody"] } },
        { "authzen.attributesFrom", Points.Options with { Callers = [], Anonymous = true, AttributesFrom = ["somebody"] } },
        { "authzen.namespace", Points.Options with { Namespace = "A::" } },
        { "authzen.namespace", Points.Options with { Namespace = "A-B" } },
        { "authzen.url", Points.Options with { Url = "pdp.example.com" } },
        { "authzen.url", Points.Options with { Url = "http://pdp.example.com" } },
        { "authzen.url", Points.Options with { Url = "https://user@pdp.example.com" } },
        { "authzen.url", Points.Options with { Url = "https://pdp.example.com/?a" } },
        { "authzen.url", Points.Options with { Url = "https://pdp.example.com/#a" } },
        { "authzen.url", Points.Options with { Url = "https://pdp.example.com/" } },
        { "authzen.limits.depth", Points.Options with { Limits = new() { Depth = 65 } } },
        { "authzen.limits.requestBody", Points.Options with { Limits = new() { RequestBody = 0 } } },
        { "authzen.limits.evaluations", Points.Options with { Limits = new() { Evaluations = 0 } } },
        { "authzen.limits.candidates", Points.Options with { Limits = new() { Candidates = 0 } } },
        { "authzen.limits.page", Points.Options with { Limits = new() { Page = 0 } } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_told_with_its_setting(string setting, AuthZenOptions options) =>
        Assert.StartsWith(setting + ":", Assert.Single(AuthZenOptionsValidator.Validate(options)).What, StringComparison.Ordinal);

    [Fact]
    public void What_can_be_is_not() => Assert.All(
        new[]
        {
            Points.Options,
            Points.Options with { Callers = ["*"], AttributesFrom = ["anybody"], Namespace = "Acme::Shop", Url = "https://pdp.example.com/tenant" },
            Points.Options with { Callers = [], Anonymous = true, AttributesFrom = ["*"], Url = "http://127.0.0.1:4180" },
        },
        options => Assert.Empty(AuthZenOptionsValidator.Validate(options)));
}
