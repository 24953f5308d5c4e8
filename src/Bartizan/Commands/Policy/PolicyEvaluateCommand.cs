using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Policy;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy evaluate</c>: one answer a line for a file of requests.</summary>
internal static class PolicyEvaluateCommand
{
    public static Command Create()
    {
        var options = new PolicyOptions();
        var requests = new Option<string>("--requests") { Description = "Requests, one JSON object a line; - reads stdin.", Required = true };
        var command = new Command("evaluate", "Decides requests, one answer a line.") { requests };
        options.AddTo(command);
        command.SetAction(arguments => PolicyOptions.Run(() => Evaluate(arguments, options, arguments.GetRequiredValue(requests))));
        return command;
    }

    private static int Evaluate(ParseResult arguments, PolicyOptions options, string file)
    {
        var engine = new PolicyEngine(options.ReadPolicies(arguments));
        var schema = options.ReadSchema(arguments);
        var entities = options.ReadEntities(arguments, schema);
        var json = options.IsJson(arguments);
        using var output = new StreamWriter(System.Console.OpenStandardOutput(), bufferSize: 1 << 16);
        var number = 0;
        foreach (var line in file is "-" ? StandardInput() : PolicyFiles.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var request = AuthorizationRequest.FromJson(line, file is "-" ? "stdin" : file, number, schema);
            var answer = engine.Authorize(request, entities);
            output.WriteLine(json ? ToJson(answer) : ToText(request, answer));
        }

        return number > 0 ? ExitCodes.Fine : throw new InputException(new InputError("There are no requests.", "Write one JSON object a line.", file));
    }

    private static IEnumerable<string> StandardInput()
    {
        while (System.Console.In.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string ToJson(AuthorizationAnswer answer) => JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["decision"] = answer.Allowed ? "allow" : "deny",
        ["reasons"] = answer.Reasons,
        ["errors"] = answer.Errors.Select(e => e.PolicyId),
        ["messages"] = answer.Errors.Select(e => e.Message),
    });

    private static string ToText(AuthorizationRequest request, AuthorizationAnswer answer)
    {
        var by = answer.Reasons.Count > 0 ? $" by {string.Join(", ", answer.Reasons)}" : "";
        var errors = answer.Errors.Count > 0 ? $"; failed: {string.Join("; ", answer.Errors.Select(e => $"{e.PolicyId} ({e.Message})"))}" : "";
        return $"{(answer.Allowed ? "allow" : "deny ")} {request.Principal} {request.Action} {request.Resource}{by}{errors}";
    }
}
