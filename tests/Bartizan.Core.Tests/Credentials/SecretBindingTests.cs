using Bartizan.Core.Credentials;
using Bartizan.Core.Results;

namespace Bartizan.Core.Tests.Credentials;

public sealed class SecretBindingTests
{
    [Theory]
    [InlineData("api.example.com", "https://api.example.com/v1", true)]
    [InlineData("API.Example.com", "https://api.EXAMPLE.com", true)]
    [InlineData("api.example.com", "https://api.example.com:8443", false)]
    [InlineData("api.example.com:8443", "https://api.example.com:8443/x", true)]
    [InlineData("api.example.com", "http://api.example.com", false)]
    [InlineData("api.example.com", "https://api.example.com.evil.net", false)]
    [InlineData("api.example.com", "https://evil-api.example.com", false)]
    [InlineData("api.example.com", "https://api.example.com@evil.net/", false)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080/", true)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8081/", false)]
    [InlineData("[::1]:8080", "http://[::1]:8080/", true)]
    public void It_covers_its_own_hosts_and_no_others(string host, string address, bool covered) =>
        Assert.Equal(covered, SecretBinding.Read([host], "Authorization").Covers(new Uri(address)));

    [Theory]
    [InlineData("")]
    [InlineData("*.example.com")]
    [InlineData("https://api.example.com")]
    [InlineData("api.example.com/path")]
    [InlineData("user@api.example.com")]
    [InlineData("a b")]
    [InlineData("api.example.com,evil.net")]
    public void What_is_no_host_is_refused(string host) => Assert.Throws<InputException>(() => SecretBinding.Read([host], "Authorization"));

    [Theory]
    [InlineData("Authorization", "Authorization", "Bearer")]
    [InlineData("authorization: Basic", "authorization", "Basic")]
    [InlineData("x-api-key", "x-api-key", "")]
    public void Headers_are_read_with_their_scheme(string text, string header, string scheme)
    {
        var binding = SecretBinding.Read(["a.example"], text);
        Assert.Equal((header, scheme), (binding.Header, binding.Scheme));
        Assert.Equal(binding.HeaderText, SecretBinding.Read(["a.example"], binding.HeaderText).HeaderText);
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("Content-Length")]
    [InlineData("x-key\r\nx-other")]
    [InlineData("Mcp-Session-Id")]
    [InlineData("")]
    [InlineData("Authorization: two words")]
    public void What_no_secret_may_stand_in_is_refused(string header) => Assert.Throws<InputException>(() => SecretBinding.Read(["a.example"], header));

    [Theory]
    [InlineData("short")]
    [InlineData("with a space in it")]
    [InlineData("two\nlines-of-text")]
    public void Values_that_no_header_carries_are_refused_and_not_repeated(string value)
    {
        var error = Assert.Throws<InputException>(() => SecretText.ReadValue(value));
        Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
    }
}
