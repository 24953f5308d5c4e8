using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Tests.Configuration;

public class GatewayOptionsValidatorTests
{
    private static readonly UpstreamOptions Good = new() { Name = "a", Dialect = ProviderDialect.OpenAi, Url = "https://api.example.org/v1", Credential = "env:PATH" };

    [Fact]
    public void Sound_options_have_no_mistake() =>
        Assert.Empty(GatewayOptionsValidator.Validate(new GatewayOptions { Upstreams = [Good] }));

    [Fact]
    public void Every_mistake_is_reported_at_once_and_names_its_setting()
    {
        var errors = GatewayOptionsValidator.Validate(new GatewayOptions
        {
            Listen = "nonsense",
            Upstreams = [Good with { Name = "", Url = "ftp://x", Credential = "sk-live", Models = [] }, Good, Good],
            Timeouts = new() { Idle = TimeSpan.Zero },
            Limits = new() { RequestBody = 1 },
        });
        foreach (var setting in (string[])
            ["gateway.listen", "gateway.upstreams[0].name", "gateway.upstreams[0].url", "gateway.upstreams[0].credential", "gateway.upstreams[0].models",
             "gateway.upstreams", "gateway.timeouts.idle", "gateway.limits.requestBody"])
        {
            Assert.Contains(errors, e => e.What.StartsWith(setting + ":", StringComparison.Ordinal) && e.Fix.Length > 0);
        }
    }

    [Theory]
    [InlineData("http://api.example.org/v1")]
    [InlineData("https://user:pass@api.example.org/v1")]
    [InlineData("https://api.example.org/v1?key=1")]
    public void An_address_that_would_leak_is_refused(string url) =>
        Assert.NotEmpty(GatewayOptionsValidator.Validate(new GatewayOptions { Upstreams = [Good with { Url = url }] }));

    [Theory]
    [InlineData("Authorization")]
    [InlineData("x-api-key")]
    [InlineData("Cookie")]
    [InlineData("Content-Length")]
    [InlineData("accept-encoding")]
    [InlineData("a b")]
    public void A_header_that_carries_secrets_or_framing_cannot_be_passed_on(string header) =>
        Assert.NotEmpty(GatewayOptionsValidator.Validate(new GatewayOptions { Upstreams = [Good with { PassHeaders = [header] }] }));

    [Theory]
    [InlineData(ProviderDialect.OpenAi, ProviderDialect.OpenAi)]
    [InlineData(ProviderDialect.OpenAi, ProviderDialect.AzureOpenAi)]
    [InlineData(ProviderDialect.Gemini, ProviderDialect.Gemini)]
    public void A_dialect_is_not_translated_into_itself(ProviderDialect upstream, ProviderDialect client)
    {
        var error = Assert.Single(GatewayOptionsValidator.Validate(new GatewayOptions { Upstreams = [Good with { Dialect = upstream, TranslateFrom = [client] }] }));
        Assert.StartsWith("gateway.upstreams[0].translateFrom:", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_credential_is_found_at_start()
    {
        var error = Assert.Throws<InputException>(() => RouteTable.Compile(new GatewayOptions { Upstreams = [Good with { Credential = "env:BARTIZAN_NOT_SET_ANYWHERE" }] }));
        Assert.Contains("gateway.upstreams[0].credential", error.Message, StringComparison.Ordinal);
        Assert.Contains("BARTIZAN_NOT_SET_ANYWHERE", error.Message, StringComparison.Ordinal);
    }
}
