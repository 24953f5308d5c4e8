using Bartizan.Configuration;
using Bartizan.Core.Results;

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
}
