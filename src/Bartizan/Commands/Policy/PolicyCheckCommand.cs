using System.CommandLine;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy check</c>: reads policy files, and with a schema checks them against it; reports every error in all of them.</summary>
internal static class PolicyCheckCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Policy files (.cedar, .json) or folders of them.", Arity = ArgumentArity.OneOrMore };
        var schema = new Option<string?>("--schema")
        {
            Description = "Cedar schema to check against (.cedarschema, .json), or gateway for what policies can read at Bartizan's gateway.",
        };
        var entities = new Option<string?>("--entities") { Description = "Entities as JSON to check against the schema, too." };
        var requests = new Option<string?>("--requests") { Description = "Requests, one JSON object a line, to check against the schema, too." };
        var format = FormatOption.Create();
        var command = new Command("check", "Reads policies, checks them against a schema if there is one, and reports every error.") { files, schema, entities, requests, format };
        command.SetAction(arguments => PolicyOptions.Run(arguments, output =>
        {
            var check = PolicyCheckup.Of(arguments.GetRequiredValue(files), arguments.GetValue(schema), arguments.GetValue(entities), arguments.GetValue(requests));
            if (PolicyOptions.IsJson(arguments, format))
            {
                check.WriteJson(output);
            }
            else
            {
                check.WriteText(output, arguments.InvocationConfiguration.Error);
            }

            return check.HasErrors ? ExitCodes.BadInput : ExitCodes.Fine;
        }));
        return command;
    }
}
