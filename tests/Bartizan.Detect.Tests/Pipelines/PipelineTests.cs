using Bartizan.Core.Results;
using Bartizan.Detect.Pipelines;
using Bartizan.Detect.Tests.Support;
using Bartizan.Testing;

namespace Bartizan.Detect.Tests.Pipelines;

/// <summary>Processing pipelines in pySigma's form change rules before they are compiled.</summary>
public class PipelineTests
{
    private const string Rule = """
        title: t
        tags: [attack.t1059]
        logsource: {product: windows, category: process_creation}
        detection:
          sel:
            Image|endswith: '\cmd.exe'
            User: root
          condition: sel
        """;

    [Theory]
    [InlineData("{type: field_name_mapping, mapping: {Image: process.path}}", """{"process":{"path":"C:\\cmd.exe"},"User":"root"}""", true)]
    [InlineData("{type: field_name_mapping, mapping: {Image: [a, b]}}", """{"b":"C:\\cmd.exe","User":"root"}""", true)]
    [InlineData("{type: field_name_mapping, mapping: {Image: x}, rule_conditions: [{type: logsource, product: linux}]}", """{"Image":"C:\\cmd.exe","User":"root"}""", true)]
    [InlineData("{type: field_name_mapping, mapping: {Image: x}, rule_conditions: [{type: logsource, product: windows}]}", """{"Image":"C:\\cmd.exe","User":"root"}""", false)]
    [InlineData("{type: field_name_mapping, mapping: {Image: x}, rule_conditions: [{type: logsource, product: windows}], rule_cond_not: true}", """{"Image":"C:\\cmd.exe","User":"root"}""", true)]
    [InlineData("{type: field_name_mapping, mapping: {Image: x}, rule_conditions: [{type: tag, tag: attack.t1059}, {type: contains_field, field: No}], rule_cond_op: or}", """{"x":"C:\\cmd.exe","User":"root"}""", true)]
    [InlineData("{type: field_name_prefix, prefix: 'win.'}", """{"win":{"Image":"C:\\cmd.exe","User":"root"}}""", true)]
    [InlineData("{type: field_name_suffix, suffix: '_s', field_name_conditions: [{type: include_fields, fields: [User]}]}", """{"Image":"C:\\cmd.exe","User_s":"root"}""", true)]
    [InlineData("{type: field_name_suffix, suffix: '_s', field_name_conditions: [{type: exclude_fields, fields: [Image]}]}", """{"Image":"C:\\cmd.exe","User_s":"root"}""", true)]
    [InlineData("{type: field_name_prefix_mapping, mapping: {Us: account.}}", """{"Image":"C:\\cmd.exe","account":{"er":"root"}}""", true)]
    [InlineData("{type: field_name_transform, transform_func: lower}", """{"image":"C:\\cmd.exe","user":"root"}""", true)]
    [InlineData("{type: drop_detection_item, field_name_conditions: [{type: include_fields, fields: [User]}]}", """{"Image":"C:\\cmd.exe"}""", true)]
    [InlineData("{type: drop_detection_item, detection_item_conditions: [{type: match_string, cond: any, pattern: ^ro}]}", """{"Image":"C:\\cmd.exe"}""", true)]
    [InlineData("{type: add_condition, conditions: {EventID: 1}}", """{"Image":"C:\\cmd.exe","User":"root"}""", false)]
    [InlineData("{type: add_condition, conditions: {EventID: 1}}", """{"Image":"C:\\cmd.exe","User":"root","EventID":1}""", true)]
    [InlineData("{type: add_condition, conditions: {EventID: 1}, negated: true}", """{"Image":"C:\\cmd.exe","User":"root","EventID":1}""", false)]
    [InlineData("{type: replace_string, regex: '^root$', replacement: admin}", """{"Image":"C:\\cmd.exe","User":"admin"}""", true)]
    [InlineData("{type: map_string, mapping: {root: [admin, system]}}", """{"Image":"C:\\cmd.exe","User":"system"}""", true)]
    [InlineData("{type: set_value, value: any, field_name_conditions: [{type: include_fields, fields: [User]}]}", """{"Image":"C:\\cmd.exe","User":"any"}""", true)]
    public void A_step(string step, string json, bool matches) => Assert.Equal(matches, Sigma.Match(Rule, json, With($"transformations:\n  - {step}\n")).Count > 0);

    [Fact]
    public void Steps_see_what_earlier_steps_did_and_pipelines_run_by_priority()
    {
        const string first = """
            name: first
            priority: 10
            transformations:
              - {id: mapped, type: field_name_mapping, mapping: {Image: path}}
              - {type: set_state, key: stage, val: two}
            """;
        const string second = """
            name: second
            priority: 20
            transformations:
              - type: field_name_mapping
                mapping: {path: file.path}
                rule_conditions: [{type: processing_item_applied, processing_item_id: mapped}, {type: processing_state, key: stage, val: two}]
            """;
        var options = new DetectOptions { Pipelines = [ProcessingPipeline.Read(second, "2.yml"), ProcessingPipeline.Read(first, "1.yml")] };
        Assert.Single(Sigma.Match(Rule, """{"file":{"path":"C:\\cmd.exe"},"User":"root"}""", options));
    }

    [Fact]
    public void Pipelines_change_log_sources_fill_placeholders_and_refuse_rules()
    {
        var rule = Rule.Replace("User: root", "User|expand: '%Administrators%'", StringComparison.Ordinal);
        var lists = With("vars:\n  Administrators: [root, 'adm*']\ntransformations:\n  - {type: value_placeholders}\n");
        Assert.Single(Sigma.Match(rule, """{"Image":"C:\\cmd.exe","User":"adm1"}""", lists));
        Assert.Single(Sigma.Match(rule, """{"Image":"C:\\cmd.exe","User":"x"}""", With("transformations:\n  - {type: wildcard_placeholders}\n")));
        Assert.Single(Sigma.Engine(rule, With("transformations:\n  - {type: value_placeholders}\n")).Unresolved);
        var refused = Sigma.Error(Rule, With("transformations:\n  - {type: rule_failure, message: Not for us.}\n"));
        Assert.Equal(("Not for us.", "rules.yml", 1), (refused.What, refused.File, refused.Line));
    }

    [Fact]
    public void Filters_and_correlations_use_the_names_of_the_pipeline()
    {
        const string rules = """
            title: r
            name: r
            logsource: {product: windows}
            detection: {s: {Image: a}, condition: s}
            ---
            title: f
            logsource: {product: windows}
            filter: {rules: [r], s: {User: root}, condition: not s}
            ---
            title: c
            id: c
            correlation: {type: event_count, rules: [r], group-by: [User], timespan: 1m, condition: {gte: 2}}
            """;
        var options = With("transformations:\n  - {type: field_name_mapping, mapping: {User: user.name, Image: image}}\n");
        string[] events = [Event("root"), Event("root"), Event("bob"), Event("ann"), Event("bob")];
        Assert.Equal(["c:2,4"], Sigma.Fire(rules, events, options));

        static string Event(string user) => $$$"""{"image":"a","time":1700000000,"user":{"name":"{{{user}}}"}}""";
    }

    [Fact]
    public void The_pipeline_in_the_documentation_works()
    {
        var page = File.ReadAllText(Repository.PathTo("docs", "detect.md"));
        var sample = page.Split("```yaml\n")[1].Split("```")[0];
        var options = new DetectOptions { Pipelines = [ProcessingPipeline.Read(sample, "detect.md")] };
        var rule = Rule.Replace("User: root", "User|expand: '%Administrators%'", StringComparison.Ordinal);
        Assert.Single(Sigma.Match(rule, """{"process":{"path":"C:\\cmd.exe"},"User":"Adm7"}""", options));
    }

    [Theory]
    [InlineData("transformations:\n  - {type: magic}\n", "no transformation 'magic'", 2)]
    [InlineData("transformations:\n  - {type: query_expression_placeholders}\n", "no transformation", 2)]
    [InlineData("transformations:\n  - {type: set_value, value: x, rule_conditions: [{type: moon}]}\n", "no condition 'moon'", 2)]
    [InlineData("transformations:\n  - {type: replace_string, regex: '(?=a)', replacement: x}\n", "regular expression is wrong", 2)]
    [InlineData("finalizers:\n  - {type: concat}\n", "shapes the text of a query", 2)]
    [InlineData("priority: high\n", "no priority", 1)]
    [InlineData("- a\n", "one mapping", 1)]
    public void A_wrong_pipeline_is_refused_and_says_why(string text, string what, int line)
    {
        var error = Assert.Throws<InputException>(() => ProcessingPipeline.Read(text, "p.yml")).Errors[0];
        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Equal(("p.yml", line), (error.File, error.Line));
    }

    private static DetectOptions With(string pipeline) => new() { Pipelines = [ProcessingPipeline.Read(pipeline, "p.yml")] };
}
