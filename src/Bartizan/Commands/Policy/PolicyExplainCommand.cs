using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Bartizan.Policy;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy explain</c>: one request, and why each policy that speaks of it held or not.</summary>
internal static class PolicyExplainCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static Command Create()
    {
        var options = new PolicyOptions();
        var request = new Option<string>("--request") { Description = "The request as JSON, or a file that holds it.", Required = true };
        var command = new Command("explain", "Decides one request and says why.") { request };
        options.AddTo(command);
        command.SetAction(arguments => PolicyOptions.Run(arguments, output => Explain(arguments, options, arguments.GetRequiredValue(request), output)));
        return command;
    }

    private static int Explain(ParseResult arguments, PolicyOptions options, string given, TextWriter output)
    {
        var engine = new PolicyEngine(options.ReadPolicies(arguments));
        var schema = options.ReadSchema(arguments);
        var entities = options.ReadEntities(arguments, schema);
        var request = PolicyOptions.ReadRequest(given, schema);
        var explanation = engine.Explain(request, entities);
        if (options.IsJson(arguments))
        {
            output.WriteLine(JsonSerializer.Serialize(explanation, Json));
        }
        else
        {
            ExplanationText.Write(output, explanation);
        }

        return ExitCodes.Fine;
    }
}
