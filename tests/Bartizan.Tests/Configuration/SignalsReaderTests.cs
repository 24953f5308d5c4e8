using System.Text.RegularExpressions;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Identity.Signals.Receiving;
using Bartizan.Testing;

namespace Bartizan.Tests.Configuration;

public partial class SignalsReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - { name: a, dialect: openai, url: "https://api.example.org", credential: "env:PATH" }
        signIn:
          providers:
            - { name: staff, issuer: "https://id.example.com", clientId: b, credential: "env:PATH" }

        """;

    [Fact]
    public void Every_sample_in_the_documentation_works()
    {
        var samples = Samples().Matches(File.ReadAllText(Repository.PathTo("docs", "shared-signals.md"))).Select(m => ConfigReader.Read(Upstream[..Upstream.IndexOf("signIn", StringComparison.Ordinal)] + m.Groups[1].Value, "x.yaml").Identity.Signals).ToList();
        Assert.Equal(2, samples[0].Receive.Count);
        Assert.Equal((null, "https://id.example.com/ssf/poll/7"), (samples[0].Receive[0].Poll, samples[0].Receive[1].Poll));
        Assert.Equal(new PollTokenOptions("https://id.example.com/token", "bartizan", "ssf.read", null), samples[0].Receive[1].Token);
        Assert.Equal((true, "siem.internal.example"), (samples[1].Transmit, samples[1].Hosts[0]));
    }

    [Theory]
    [InlineData("provider: other, issuer: https://id.example.com, audience: a, credential: 'env:A'", "identity.signals.receive[0].provider: There is no identity provider of this name.")]
    [InlineData("provider: staff, issuer: http://id.example.com, audience: a, credential: 'env:A'", "identity.signals.receive[0].issuer: ")]
    [InlineData("provider: staff, issuer: https://id.example.com, credential: 'env:A'", "identity.signals.receive[0].audience: it is missing.")]
    [InlineData("provider: staff, issuer: https://id.example.com, audience: a, credential: secret", "identity.signals.receive[0].credential: it is not a reference.")]
    [InlineData("provider: staff, issuer: https://id.example.com, audience: a, credential: 'env:A', algorithm: HS256", "identity.signals.receive[0].algorithm: ")]
    [InlineData("provider: staff, issuer: https://id.example.com, audience: a, credential: 'env:A', poll: 'http://id.example.com/poll'", "identity.signals.receive[0].poll: ")]
    [InlineData("provider: staff, issuer: https://id.example.com, audience: a, credential: 'env:A', every: 1h", "identity.signals.receive[0].every: ")]
    [InlineData("provider: staff, issuer: https://id.example.com, audience: a, credential: 'env:A', token: { address: 'https://id.example.com/token', clientId: b }", "identity.signals.receive[0].token: ")]
    [InlineData("provider: staff, issuer: https://id.example.com, audience: a, credential: 'env:A', push: true", "identity.signals.receive[0].push: there is no such setting.")]
    public void A_mistake_is_told_with_its_setting_and_line(string settings, string what)
    {
        var errors = Assert.Throws<InputException>(() => ConfigReader.Read($"{Upstream}identity:\n  signals:\n    receive:\n      - {{ name: staff, {settings} }}\n", "x.yaml")).Errors;
        Assert.Contains(errors, e => e.What.StartsWith(what, StringComparison.Ordinal) && e.Line == 10);
    }

    [Theory]
    [InlineData("{ transmit: true }", "identity.signals.transmit: ")]
    [InlineData("{ hosts: ['https://siem.example'] }", "identity.signals.hosts: ")]
    public void What_is_sent_is_checked_too(string settings, string what) =>
        Assert.StartsWith(what, Assert.Single(Assert.Throws<InputException>(() => ConfigReader.Read($"{Upstream}identity:\n  signals: {settings}\n", "x.yaml")).Errors).What, StringComparison.Ordinal);

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Samples();
}
