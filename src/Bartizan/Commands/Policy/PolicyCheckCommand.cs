using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Policy;

namespace Bartizan.Commands.Policy;

/// <summary><c>bartizan policy check</c>: reads policy files and reports every error in all of them.</summary>
internal static class PolicyCheckCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Policy files (.cedar, .json) or folders of them.", Arity = ArgumentArity.OneOrMore };
        var format = FormatOption.Create();
        var command = new Command("check", "Reads policies and reports every error.") { files, format };
        command.SetAction(arguments => PolicyOptions.Run(arguments, output => Check(arguments, arguments.GetRequiredValue(files), PolicyOptions.IsJson(arguments, format), output)));
        return command;
    }

    private static int Check(ParseResult arguments, string[] paths, bool json, TextWriter output)
    {
        var files = PolicyFiles.Expand(paths).ToList();
        var sets = new List<PolicySet>();
        var errors = new List<InputError>();
        foreach (var file in files)
        {
            try
            {
                sets.Add(PolicyFiles.ReadPolicyFile(file, PolicyIds.FromAnnotation));
            }
            catch (InputException e)
            {
                errors.AddRange(e.Errors);
            }
        }

        var all = errors.Count == 0 ? PolicySet.Combine(sets) : PolicySet.Empty;
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["files"] = files.Count,
                ["policies"] = all.Policies.Count,
                ["templates"] = all.Templates.Count,
                ["errors"] = errors.Select(e => new { file = e.File, line = e.Line, column = e.Column, what = e.What, fix = e.Fix }),
            }));
        }
        else if (errors.Count > 0)
        {
            CommandErrors.Write(arguments.InvocationConfiguration.Error, errors);
        }
        else
        {
            output.WriteLine($"{files.Count} {(files.Count == 1 ? "file" : "files")}: {all.Policies.Count} policies, {all.Templates.Count} templates, no errors");
        }

        return errors.Count == 0 ? ExitCodes.Fine : ExitCodes.BadInput;
    }
}
