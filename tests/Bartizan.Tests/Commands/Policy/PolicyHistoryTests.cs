using System.CommandLine;
using System.Text.RegularExpressions;
using Bartizan.Commands;
using Bartizan.Testing;

namespace Bartizan.Tests.Commands.Policy;

/// <summary>Tests of policies that ask about the past; those that the documentation shows among them.</summary>
public sealed class PolicyHistoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bartizan-history-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_tests_on_the_page_pass()
    {
        var page = File.ReadAllText(Repository.PathTo("docs", "history.md"));
        Write("history.cedar", Regex.Match(page, "^```cedar\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.NonBacktracking).Groups[1].Value + "\npermit (principal, action, resource);");
        var tests = Write("tests.yaml", Regex.Match(page, "^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.NonBacktracking).Groups[1].Value);
        var (code, output, errors) = Run("policy", "test", tests);
        Assert.Equal((ExitCodes.Fine, "3 passed, 0 failed"), (code, output.Trim() + errors));
        Assert.Equal(ExitCodes.Fine, Run("policy", "check", "--schema", "gateway", Path.Combine(_folder.FullName, "history.cedar")).Code);
    }

    [Theory]
    [InlineData("history: 5", "The history is no list of events.")]
    [InlineData("history: [5]", "This is no event.")]
    [InlineData("history: [{ ago: 1h, action: 'Action::\"x\"', resource: 'Tool::\"x\"', path: 1 }]", "An event has no field path")]
    [InlineData("history: [{ ago: 1 hour, action: 'Action::\"x\"', resource: 'Tool::\"x\"' }]", "The event does not say how long ago it was")]
    [InlineData("history: [{ ago: 1h, resource: 'Tool::\"x\"' }]", "The event has no action")]
    [InlineData("history: [{ ago: 1h, action: 'Action::\"x\"', resource: 'Tool::\"x\"', outcome: maybe }]", "maybe is no outcome")]
    [InlineData("history: [{ ago: 1h, action: 'Action::\"x\"', resource: 'Tool::\"x\"', tokens: many }]", "tokens is no whole number")]
    public void What_is_wrong_in_a_history_is_told(string history, string what)
    {
        Write("p.cedar", "permit (principal, action, resource) when history { count within 1h event() < 3 };");
        var tests = Write("t.yaml", $$"""
            policies: p.cedar
            tests:
              - { name: a, principal: 'Agent::"a"', action: 'Action::"callTool"', resource: 'Tool::"t"', expect: allow, {{history}} }
            """);
        var (code, _, errors) = Run("policy", "test", tests);
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains(what, errors, StringComparison.Ordinal);
        Assert.StartsWith($"{tests}:3:1: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_says_the_numbers_of_calls_before_and_of_its_own()
    {
        var page = File.ReadAllText(Repository.PathTo("docs", "history.md"));
        Write("p.cedar", Regex.Matches(page, "^```cedar\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.NonBacktracking)[1].Groups[1].Value + "\npermit (principal, action, resource);");
        (int Code, string Output, string Error) Test(string more) => Run("policy", "test", Write("t.yaml", $$"""
            policies: p.cedar
            tests:
              - name: a
                principal: Agent::"a"
                action: Action::"callTool"
                resource: Tool::"transfer"
                expect: allow
                history: [{ ago: 1h, action: Action::"callTool", resource: Tool::"transfer", numbers: { amount EUR: 600 } }]
                {{more}}
            """));
        Assert.Equal(ExitCodes.Fine, Test("numbers: { amount EUR: 399.5 }").Code);
        Assert.Equal(ExitCodes.Findings, Test("numbers: { amount EUR: 400.5 }").Code);
        foreach (var (numbers, what) in new[]
        {
            ("", "The call of this test says no amount EUR from 0 to 600"),
            ("numbers: { amount EUR: 601 }", "The call of this test says no amount EUR from 0 to 600"),
            ("numbers: { amount EUR: -1 }", "amount EUR is no number from zero up."),
            ("numbers: 5", "numbers are no list of names and values"),
        })
        {
            var (code, _, error) = Test(numbers);
            Assert.Equal((ExitCodes.BadInput, true), (code, error.Contains(what, StringComparison.Ordinal)));
        }

        Assert.Equal(ExitCodes.Fine, Run("policy", "check", "--schema", "gateway", Path.Combine(_folder.FullName, "p.cedar")).Code);
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
