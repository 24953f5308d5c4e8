using Bartizan.Detect.Tests.Support;

namespace Bartizan.Detect.Tests.Rules;

/// <summary>Filters are added to the rules they name, by "and".</summary>
public class FilterTests
{
    private const string Rule = """
        title: Rule
        id: 6f3e2987-db24-4c78-a860-b4f4095a7095
        name: rule
        logsource: {category: process_creation, product: windows}
        detection: {sel: {Image: rar.exe}, condition: sel}
        ---
        """;

    [Theory]
    [InlineData("[6f3e2987-db24-4c78-a860-b4f4095a7095]", "{product: windows}", "not selection", "adm_x", false)]
    [InlineData("[rule]", "{product: windows}", "not selection", "adm_x", false)]
    [InlineData("[Rule]", "{product: windows}", "not selection", "bob", true)]
    [InlineData("[rule]", "{product: windows}", "selection", "adm_x", true)]
    [InlineData("[rule]", "{product: windows}", "selection", "bob", false)]
    [InlineData("any", "{category: process_creation, product: windows}", "not selection", "adm_x", false)]
    [InlineData("any", "{product: linux}", "not selection", "adm_x", true)]
    [InlineData("[other]", "{product: windows}", "not selection", "adm_x", true)]
    public void A_filter(string rules, string source, string condition, string user, bool matches)
    {
        var filter = $$"""

            title: Filter administrators
            logsource: {{source}}
            filter:
              rules: {{rules}}
              selection: {User|startswith: adm_}
              condition: {{condition}}
            """;
        Assert.Equal(matches, Sigma.Match(Rule + filter, $$"""{"Image":"RAR.exe","User":"{{user}}"}""").Count > 0);
    }

    [Fact]
    public void A_filter_without_rules_or_condition_is_refused()
    {
        Assert.Contains("names no rules", Sigma.Error("title: f\nfilter:\n  selection: {a: b}\n  condition: selection\n").What, StringComparison.Ordinal);
        Assert.Contains("no condition", Sigma.Error("title: f\nfilter:\n  rules: any\n  selection: {a: b}\n").What, StringComparison.Ordinal);
    }
}
