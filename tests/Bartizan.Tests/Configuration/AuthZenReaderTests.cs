using Bartizan.Configuration;
using Bartizan.Core.Results;

namespace Bartizan.Tests.Configuration;

public sealed class AuthZenReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - { name: a, dialect: openai, url: "https://a.example", credential: "env:X" }

        """;

    [Fact]
    public void Without_a_section_there_is_no_decision_point() => Assert.Null(ConfigReader.Read(Upstream, "bartizan.yaml").AuthZen);

    [Fact]
    public void Every_setting_is_read_and_paths_start_at_the_file()
    {
        var folder = Path.GetFullPath("conf");
        var options = ConfigReader.Read(
            Upstream + """
            authzen:
              policies: [pdp, more/one.cedar]
              entities: e.json
              schema: s.cedarschema
              namespace: Acme
              callers: [edge]
              attributesFrom: [edge]
              url: https://pdp.example.com
              limits: { requestBody: 64KiB, depth: 8, evaluations: 5, candidates: 50, page: 7 }
            """,
            Path.Combine(folder, "bartizan.yaml")).AuthZen!;
        Assert.Equal([Path.Combine(folder, "pdp"), Path.Combine(folder, "more", "one.cedar")], options.Policies);
        Assert.Equal((Path.Combine(folder, "e.json"), Path.Combine(folder, "s.cedarschema"), "Acme", "https://pdp.example.com", false), (options.Entities, options.Schema, options.Namespace, options.Url, options.Anonymous));
        Assert.Equal(["edge"], options.Callers);
        Assert.Equal(["edge"], options.AttributesFrom);
        Assert.Equal((64 << 10, 8, 5, 50, 7), ((int)options.Limits.RequestBody, options.Limits.Depth, options.Limits.Evaluations, options.Limits.Candidates, options.Limits.Page));
    }

    [Theory]
    [InlineData("  policies: pdp", 5, "authzen.policies")]
    [InlineData("  anonymous: maybe", 5, "authzen.anonymous")]
    [InlineData("  limits: { depth: deep }", 5, "authzen.limits.depth")]
    [InlineData("  policies: [pdp]\n  callers: [a]\n  limits: { page: 0 }", 7, "authzen.limits.page")]
    [InlineData("  policies: [pdp]\n  callers: [a]\n  attributesFrom: [b]", 7, "authzen.attributesFrom")]
    public void A_mistake_is_told_with_its_line(string section, int line, string what) => Assert.Contains(
        Assert.Throws<InputException>(() => ConfigReader.Read($"{Upstream}authzen:\n{section}", "bartizan.yaml")).Errors,
        e => e.Line == line && e.What.StartsWith(what, StringComparison.Ordinal));
}
