using Bartizan.Configuration;
using Bartizan.Core.Results;

namespace Bartizan.Tests.Configuration;

public class TlsReaderTests
{
    private const string Upstreams = """
          upstreams:
            - { name: a, dialect: openai, url: "https://api.example.org", credential: "env:PATH" }

        """;

    [Fact]
    public void Files_stand_beside_the_configuration()
    {
        var tls = Read("  tls: { certificate: a.pem, key: a.key, clientAuthorities: c.pem }\n")!;
        Assert.All(new[] { tls.Certificate, tls.Key, tls.ClientAuthorities }, f => Assert.True(Path.IsPathRooted(f)));
        Assert.Equal(("a.pem", "a.key", "c.pem"), (Path.GetFileName(tls.Certificate), Path.GetFileName(tls.Key), Path.GetFileName(tls.ClientAuthorities)));
        Assert.Null(Read(""));
    }

    [Theory]
    [InlineData("  tls: { certificate: a.pem }\n", "gateway.tls.key:")]
    [InlineData("  tls: { certificate: a.pem, key: a.key, clients: c.pem }\n", "gateway.tls.clients:")]
    public void What_is_missing_or_unknown_is_told(string tls, string what) =>
        Assert.StartsWith(what, Assert.Single(Assert.Throws<InputException>(() => Read(tls)).Errors).What, StringComparison.Ordinal);

    private static Gateway.Configuration.TlsOptions? Read(string tls) => ConfigReader.Read("gateway:\n" + tls + Upstreams, Path.Combine(Path.GetTempPath(), "x.yaml")).Gateway.Tls;
}
