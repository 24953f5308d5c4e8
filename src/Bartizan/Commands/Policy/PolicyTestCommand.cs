using System.CommandLine;
using System.Text.Json;
using Bartizan.Policy;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy test</c>: decides the requests of a test file and compares with what is expected.</summary>
internal static class PolicyTestCommand
{
    public static Command Create()
    {
        var options = new PolicyOptions();
        var files = new Argument<string[]>("files") { Description = "Test files (.yaml or .jsonl).", Arity = ArgumentArity.OneOrMore };
        var command = new Command("test", "Compares decisions with what a test file expects.") { files };
        options.AddTo(command);
        command.SetAction(arguments => PolicyOptions.Run(arguments, output => Test(arguments, options, arguments.GetRequiredValue(files), output)));
        return command;
    }

    private static int Test(ParseResult arguments, PolicyOptions options, string[] files, TextWriter output)
    {
        var results = files.SelectMany(file => Run(arguments, options, file)).ToList();
        var failed = results.Where(r => r.Differences.Count > 0).ToList();
        if (options.IsJson(arguments))
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                passed = results.Count - failed.Count,
                failed = failed.Select(r => new { file = r.Test.File, line = r.Test.Line, name = r.Test.Name, differences = r.Differences }),
            }));
        }
        else
        {
            foreach (var (test, differences) in failed)
            {
                output.WriteLine($"FAILED {test.File}:{test.Line}: {test.Name}");
                foreach (var difference in differences)
                {
                    output.WriteLine($"  {difference}");
                }
            }

            output.WriteLine($"{results.Count - failed.Count} passed, {failed.Count} failed");
        }

        return failed.Count == 0 ? ExitCodes.Fine : ExitCodes.Findings;
    }

    private static IEnumerable<(PolicyTest Test, IReadOnlyList<string> Differences)> Run(ParseResult arguments, PolicyOptions options, string file)
    {
        var schema = options.ReadSchema(arguments);
        var suite = PolicyTestFile.Read(file, schema);
        var given = arguments.GetValue(options.Policies) ?? [];
        var policies = PolicyFiles.ReadPolicies(given.Length > 0 ? given : suite.Policies, arguments.GetValue(options.Ids));
        var engine = new PolicyEngine(policies);
        var entities = arguments.GetValue(options.Entities) is not null || suite.Entities is null ? options.ReadEntities(arguments, schema) : suite.Entities;
        return suite.Tests.Select(test => (test, test.Compare(engine.Authorize(PolicyTestHistory.Answer(test, engine, entities), entities))));
    }
}
