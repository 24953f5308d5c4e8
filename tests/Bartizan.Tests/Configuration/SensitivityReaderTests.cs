using Bartizan.Configuration;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Results;

namespace Bartizan.Tests.Configuration;

public class SensitivityReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - { name: a, dialect: anthropic, url: "https://api.example.org", credential: "env:PATH" }

        """;

    [Fact]
    public void Without_the_section_only_findings_give_labels() => Assert.Null(ConfigReader.Read(Upstream, "x.yaml").Gateway.Sensitivity);

    [Fact]
    public void Every_setting_is_read()
    {
        var options = ConfigReader.Read(
            Upstream + """
            sensitivity:
              header: x-sensitivity
              keep: 2h
              findings: { "pii.*": restricted, pii.email: public }
              purview: { 8faca7b8-8d20-48a3-8ea2-0f96310a848e: Confidential }
            """,
            "x.yaml").Gateway.Sensitivity!;
        Assert.Equal(("x-sensitivity", TimeSpan.FromHours(2)), (options.Header, options.Keep));
        Assert.Equal([("pii.*", Sensitivity.Restricted), ("pii.email", Sensitivity.Public)], options.Findings.Select(f => (f.Key, f.Value)));
        Assert.Equal([("8faca7b8-8d20-48a3-8ea2-0f96310a848e", Sensitivity.Confidential)], options.Purview.Select(f => (f.Key, f.Value)));
    }

    [Theory]
    [InlineData("findings: { pii.email: secret }", "sensitivity.findings.pii.email: 'secret' is not understood.")]
    [InlineData("findings: { 'PII mail': public }", "sensitivity.findings: 'PII mail' is no label or family of findings.")]
    [InlineData("purview: { confidential: restricted }", "sensitivity.purview: 'confidential' is not the id of a label.")]
    [InlineData("header: Authorization", "sensitivity.header: it is no header that a client could label its requests with.")]
    [InlineData("keep: 900d", "sensitivity.keep: it must lie between 0s and 365d.")]
    [InlineData("colour: red", "sensitivity.colour: there is no such setting.")]
    public void Mistakes_are_told_where_they_stand(string line, string expected)
    {
        var error = Assert.Single(Assert.Throws<InputException>(() => ConfigReader.Read(Upstream + "sensitivity:\n  " + line + "\n", "x.yaml")).Errors);
        Assert.Equal((expected, 5), (error.What, error.Line));
    }
}
