namespace Bartizan.Identity.Tests;

public class AuthorizationOptionsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("listener", true)]
    [InlineData("https://ai.example.com", true)]
    [InlineData("https://ai.example.com:8443", true)]
    [InlineData("http://127.0.0.1:4180", true)]
    [InlineData("http://localhost:4180", true)]
    [InlineData("http://ai.example.com", false)]
    [InlineData("https://ai.example.com/", false)]
    [InlineData("https://ai.example.com/path", false)]
    [InlineData("https://AI.example.com", false)]
    [InlineData("https://ai.example.com:443", false)]
    [InlineData("https://user@ai.example.com", false)]
    [InlineData("ai.example.com", false)]
    [InlineData("", false)]
    public void An_issuer_is_an_origin_that_reads_one_way_only(string? issuer, bool isFine) =>
        Assert.Equal(isFine, !AuthorizationOptions.Validate(new() { Issuer = issuer }).Any());
}
