using System.CommandLine;
using Bartizan.Core.Results;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;

namespace Bartizan.Commands.Policy;

/// <summary>The options that the policy commands share, and how the files they name are read.</summary>
internal sealed class PolicyOptions
{
    public Option<string[]> Policies { get; } = new("--policies")
    {
        Description = "Policy files (.cedar, .json) or folders of them.",
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<string?> Entities { get; } = new("--entities") { Description = "Entities as JSON." };

    public Option<string?> Schema { get; } = new("--schema")
    {
        Description = "Cedar schema (.cedarschema, .json; gateway for Bartizan's own): adds its actions to the entities, and lets JSON write entities and extension values plainly.",
    };

    public Option<PolicyIds> Ids { get; } = new("--ids")
    {
        Description = "Names of policies: their @id where they have one, or always policy0, policy1…",
        DefaultValueFactory = _ => PolicyIds.FromAnnotation,
    };

    public Option<string> Format { get; } = FormatOption.Create();

    public static bool IsJson(ParseResult arguments, Option<string> format) => arguments.GetValue(format) is "json";

    public void AddTo(Command command)
    {
        command.Options.Add(Policies);
        AddAllButPoliciesTo(command);
    }

    /// <summary>For commands that name policies otherwise.</summary>
    public void AddAllButPoliciesTo(Command command)
    {
        foreach (var option in new Option[] { Entities, Schema, Ids, Format })
        {
            command.Options.Add(option);
        }
    }

    public bool IsJson(ParseResult arguments) => IsJson(arguments, Format);

    public PolicySet ReadPolicies(ParseResult arguments) => PolicyFiles.ReadPolicies(arguments.GetValue(Policies) ?? [], arguments.GetValue(Ids));

    public PolicySchema? ReadSchema(ParseResult arguments) => arguments.GetValue(Schema) is { } file ? PolicyFiles.ReadSchema(file) : null;

    public EntityStore ReadEntities(ParseResult arguments, PolicySchema? schema)
    {
        if (arguments.GetValue(Entities) is { } file)
        {
            return EntityStore.FromJson(PolicyFiles.ReadText(file), file, schema);
        }

        return schema is null ? EntityStore.Empty : new EntityStore(schema.ActionEntities);
    }

    /// <summary>One request, given as JSON or as a file that holds it.</summary>
    public static AuthorizationRequest ReadRequest(string given, PolicySchema? schema)
    {
        var inline = given.AsSpan().TrimStart() is ['{', ..];
        if (!inline && !File.Exists(given))
        {
            throw new InputException(new InputError("There is no such file.", "Give --request a file, or the JSON object itself.", given));
        }

        return inline ? AuthorizationRequest.FromJson(given, "--request", schema: schema) : AuthorizationRequest.FromJson(PolicyFiles.ReadText(given), given, schema: schema);
    }

    /// <summary>The same as <see cref="Run"/> for a command that waits.</summary>
    public static async Task<int> RunAsync(ParseResult arguments, Func<TextWriter, Task<int>> command)
    {
        try
        {
            return await command(arguments.InvocationConfiguration.Output);
        }
        catch (InputException e)
        {
            return CommandErrors.Write(arguments.InvocationConfiguration.Error, e.Errors);
        }
    }

    /// <summary>Runs a command; bad input becomes lines on stderr and its exit code.</summary>
    public static int Run(ParseResult arguments, Func<TextWriter, int> command)
    {
        try
        {
            return command(arguments.InvocationConfiguration.Output);
        }
        catch (InputException e)
        {
            return CommandErrors.Write(arguments.InvocationConfiguration.Error, e.Errors);
        }
    }
}
