using System.CommandLine;
using System.Text.Json;
using Bartizan.Commands;

namespace Bartizan.Tests.Commands.Policy;

public sealed class PolicyCommandTests : IDisposable
{
    private const string Request = """{"principal": "Agent::\"bot\"", "action": "Action::\"call\"", "resource": {"type": "Tool", "id": "x"}, "context": {"n": 1}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bartizan-policy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Evaluate_prints_one_answer_a_line()
    {
        var policies = Write("p.cedar", """
            @id("named") permit (principal in Team::"red", action, resource);
            permit (principal, action, resource) when { context.missing };
            """);
        var entities = Write("e.json", """[{"uid": "Agent::\"bot\"", "attrs": {}, "parents": ["Team::\"red\""]}]""");
        var requests = Write("r.jsonl", $"{Request}\n\n{Request.Replace("bot", "other", StringComparison.Ordinal)}\n");
        var (code, output, _) = Run("policy", "evaluate", "--policies", policies, "--entities", entities, "--requests", requests, "--format", "json");
        Assert.Equal(ExitCodes.Fine, code);
        Assert.Equal(
            [
                """{"decision":"allow","reasons":["named"],"errors":["policy1"],"messages":["The record has no attribute missing."]}""",
                """{"decision":"deny","reasons":[],"errors":["policy1"],"messages":["The record has no attribute missing."]}""",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        var (_, numbered, _) = Run("policy", "evaluate", "--policies", policies, "--entities", entities, "--requests", requests, "--format", "json", "--ids", "numbered");
        Assert.Contains("\"reasons\":[\"policy0\"]", numbered, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_is_wrong_is_named_by_file_and_line()
    {
        var policies = Write("p.cedar", "permit (principal, action, resource);");
        var requests = Write("r.jsonl", $"{Request}\n{{\"principal\": 3}}\n");
        var (code, _, error) = Run("policy", "evaluate", "--policies", policies, "--requests", requests);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.StartsWith($"{requests}:2:1: The field action is missing.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var (code, _, error) = Run("policy", "check", "nowhere.cedar");
        Assert.Equal((ExitCodes.BadInput, "nowhere.cedar: There is no such file. Check the path."), (code, error.Trim()));
    }

    [Fact]
    public void Check_reports_every_error_of_every_file()
    {
        var one = Write("a.cedar", "permit (principal, action resource);\npermit (principal, action, resource) when { foo };");
        var two = Write("b.cedar", "\npermit (principal, action, resource)");
        var (code, _, error) = Run("policy", "check", _folder.FullName);
        Assert.Equal(ExitCodes.BadInput, code);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([$"{one}:1:27", $"{one}:2:45", $"{two}:2:37"], lines.Select(l => l[..l.IndexOf(": ", StringComparison.Ordinal)]));
        var (_, json, _) = Run("policy", "check", _folder.FullName, "--format", "json");
        Assert.Equal(3, JsonDocument.Parse(json).RootElement.GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("s.cedarschema", "entity Agent = { level: Long }; entity Tool; action call appliesTo { principal: Agent, resource: Tool, context: { n: Long } };")]
    [InlineData("s.json", """{"": {"entityTypes": {"Agent": {"shape": {"type": "Record", "attributes": {"level": {"type": "Long"}}}}, "Tool": {}}, "actions": {"call": {"appliesTo": {"principalTypes": ["Agent"], "resourceTypes": ["Tool"], "context": {"type": "Record", "attributes": {"n": {"type": "Long"}}}}}}}}""")]
    public void Check_with_a_schema_tells_what_policies_entities_and_requests_get_wrong(string name, string schema)
    {
        var path = Write(name, schema);
        var policies = Write("p.cedar", "@id(\"a\") permit (principal, action, resource)\n  when { principal.levl == 1 };\n@id(\"b\") permit (principal is Tool, action, resource);");
        var entities = Write("e.json", """[{"uid": "Agent::\"bot\"", "attrs": {}, "parents": []}]""");
        var requests = Write("r.jsonl", $"{Request}\n{Request.Replace("\"n\": 1", "\"n\": true", StringComparison.Ordinal)}\n");
        var (code, _, error) = Run("policy", "check", policies, "--schema", path, "--entities", entities, "--requests", requests);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Equal(
            [
                $"{policies}:2:10: a: Agent has no attribute levl. Did you mean level?",
                $"{entities}: Agent::\"bot\".level: It is missing; the schema asks for Long.",
                $"{requests}:2:1: context.n: Long is needed, found a bool.",
                $"{policies}:3:1: warning: b: This policy never applies: no request that the schema allows fits its head. Look which principals and resources the action applies to.",
            ],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var (_, json, _) = Run("policy", "check", policies, "--schema", path, "--format", "json");
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal((1, 1), (root.GetProperty("errors").GetArrayLength(), root.GetProperty("warnings").GetArrayLength()));
    }

    [Fact]
    public void Check_knows_what_policies_read_at_the_gateway()
    {
        var good = Write("good.cedar", "permit (principal is Agent, action == Action::\"invokeModel\", resource) when { context.labels.contains(\"pii\") && principal.owner != \"\" };");
        Assert.Equal(ExitCodes.Fine, Run("policy", "check", good, "--schema", "gateway").Code);
        var bad = Write("bad.cedar", "permit (principal is Agent, action == Action::\"invokeModel\", resource) when { context.label.contains(\"pii\") };");
        var (code, _, error) = Run("policy", "check", bad, "--schema", "gateway");
        Assert.Equal((ExitCodes.BadInput, true), (code, error.Contains("Did you mean labels?", StringComparison.Ordinal)));
        Assert.Contains("Add --schema", Run("policy", "check", good, "--requests", good).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_shows_what_differs_and_where()
    {
        Write("p.cedar", "@id(\"a\") permit (principal, action, resource) when { context.n == 1 };");
        var tests = Write("t.yaml", """
            policies: p.cedar
            defaults: { principal: 'Agent::"x"', action: 'Action::"call"', resource: 'Tool::"y"', context: { n: 1, s: "1" } }
            tests:
              - name: passes
                expect: allow
                by: [a]
              - name: fails
                context: { n: 2 }
                expect: allow
                by: [a]
            """);
        var (code, output, _) = Run("policy", "test", tests);
        Assert.Equal(ExitCodes.Findings, code);
        Assert.Contains($"FAILED {tests}:7: fails", output, StringComparison.Ordinal);
        Assert.Contains("decision: expected allow, got deny, no policy being satisfied", output, StringComparison.Ordinal);
        Assert.Contains("determining policies: -a", output, StringComparison.Ordinal);
        Assert.Contains("1 passed, 1 failed", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tests: {a: }}", 1)]
    [InlineData("policies: p.cedar\nother: 1\ntests: [{expect: allow}]", 2)]
    [InlineData("policies: p.cedar\ntests:\n  - name: x\n    principal: 'A::\"x\"'", 3)]
    [InlineData("policies: p.cedar\ntests:\n  - {expect: allow}\n  - {expect: allow, wrong: 1}", 3)]
    public void A_test_file_that_is_wrong_is_named_by_line(string yaml, int line)
    {
        var tests = Write("t.yaml", yaml);
        var (code, _, error) = Run("policy", "test", tests);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.StartsWith($"{tests}:{line}:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_file_that_would_swell_or_sink_is_refused()
    {
        var bomb = string.Concat(Enumerable.Range(0, 12).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat(i == 0 ? "x" : $"*a{i - 1}", 10))}]\n"));
        var (code, _, error) = Run("policy", "test", Write("bomb.yaml", bomb));
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("more than 1000000 values", error, StringComparison.Ordinal);
        (code, _, error) = Run("policy", "test", Write("deep.yaml", $"tests: {new string('[', 5_000)}"));
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("nested more than 64 levels", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_tells_which_policies_spoke_and_why()
    {
        var policies = Write("p.cedar", """
            @id("yes") permit (principal is Agent, action, resource) when { context.n < 5 };
            @id("no") forbid (principal, action, resource) when { context.n > 5 };
            @id("other") forbid (principal is User, action, resource);
            """);
        var (code, output, _) = Run("policy", "explain", "--policies", policies, "--request", Request);
        Assert.Equal(ExitCodes.Fine, code);
        Assert.StartsWith("ALLOW", output, StringComparison.Ordinal);
        Assert.Contains("permitted by yes; 2 policies speak of this request, 1 do not", output, StringComparison.Ordinal);
        Assert.Contains("✔ context.n < 5  (context.n is 1)", output, StringComparison.Ordinal);
        Assert.Contains("✘ context.n > 5  (context.n is 1)", output, StringComparison.Ordinal);
        var (_, json, _) = Run("policy", "explain", "--policies", policies, "--request", Write("r.json", Request), "--format", "json");
        Assert.Equal("satisfied", JsonDocument.Parse(json).RootElement.GetProperty("policies")[0].GetProperty("outcome").GetString());
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Root.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
