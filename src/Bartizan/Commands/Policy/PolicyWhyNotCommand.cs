using System.CommandLine;
using System.Text.Json;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.WhyNot;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy why-not</c>: the smallest changes that would turn a denial into a permit.</summary>
internal static class PolicyWhyNotCommand
{
    public static Command Create()
    {
        var options = new PolicyOptions();
        var request = new Option<string>("--request") { Description = "The request as JSON, or a file that holds it.", Required = true };
        var command = new Command("why-not", "Says what stands in a request's way, and the smallest changes that would permit it. Exit code 1 when it is denied.") { request };
        options.AddTo(command);
        command.SetAction(arguments => PolicyOptions.Run(arguments, output =>
        {
            var engine = new PolicyEngine(options.ReadPolicies(arguments));
            var schema = options.ReadSchema(arguments);
            var report = WhyNotSearch.Search(engine, PolicyOptions.ReadRequest(arguments.GetRequiredValue(request), schema), options.ReadEntities(arguments, schema));
            if (options.IsJson(arguments))
            {
                output.WriteLine(JsonSerializer.Serialize(WhyNotText.Data(report), FormatOption.Json));
            }
            else
            {
                WhyNotText.Write(output, report);
            }

            return report.Answer.Allowed ? ExitCodes.Fine : ExitCodes.Findings;
        }));
        return command;
    }
}
