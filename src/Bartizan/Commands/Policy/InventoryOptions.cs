using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Matrix;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Values;

namespace Bartizan.Commands.Policy;

/// <summary>The options that say which principals, actions and resources an analysis is about, and what is known of the context.</summary>
internal sealed class InventoryOptions
{
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Folder of an installation: its agents are the principals, the models, tools and servers of its records the resources; --schema is then gateway unless named.",
        HelpName = "folder",
    };

    private Option<string[]> Principal { get; } = Filter("--principal", "Only these principals: a type such as Agent, or an entity, which stands for its members too.");

    private Option<string[]> Action { get; } = Filter("--action", "Only these actions.");

    private Option<string[]> Resource { get; } = Filter("--resource", "Only these resources.");

    private Option<string?> Context { get; } = new("--context") { Description = "What is known of every context, as a JSON object or a file that holds one; all else is unknown.", HelpName = "json" };

    private Option<int> Most { get; } = new("--most")
    {
        Description = "Answers computed at most; entities that policies cannot tell apart count once.",
        DefaultValueFactory = _ => MatrixQuestion.DefaultMostCells,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Data, Principal, Action, Resource, Context, Most })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The schema: as named, else with <c>--data</c> the gateway's.</summary>
    public PolicySchema? ReadSchema(ParseResult arguments, PolicyOptions options) =>
        options.ReadSchema(arguments) ?? (arguments.GetValue(Data) is null ? null : PolicyFiles.ReadSchema("gateway"));

    /// <summary>The question about an inventory.</summary>
    public MatrixQuestion Read(ParseResult arguments, Installation installation, PolicySchema? schema, params PolicySet[] policies)
    {
        var question = MatrixQuestion.Of(installation.Entities, schema, policies);
        if (question.Principals.Count == 0 || question.Resources.Count == 0 || question.Actions.Count == 0)
        {
            throw new InputException(new InputError(
                $"There is nothing to ask about: {question.Principals.Count} principals, {question.Actions.Count} actions, {question.Resources.Count} resources.",
                "Name an inventory with --entities or --data, and actions with --schema or in policies."));
        }

        var most = arguments.GetValue(Most);
        return question.Only(arguments.GetValue(Principal) ?? [], arguments.GetValue(Action) ?? [], arguments.GetValue(Resource) ?? []) with
        {
            Ceilings = installation.Ceilings,
            Context = ReadContext(arguments.GetValue(Context)),
            MostCells = most > 0 ? most : throw new InputException(new InputError($"--most {most} computes nothing.", "Write a number above 0.")),
        };
    }

    private static CedarRecord ReadContext(string? given)
    {
        if (given is null)
        {
            return CedarRecord.Empty;
        }

        var inline = given.AsSpan().TrimStart() is ['{', ..];
        var (text, file) = inline ? (given, "--context") : (PolicyFiles.ReadText(given), given);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return CedarValue.FromJson(document.RootElement, file) as CedarRecord
                ?? throw new InputException(new InputError("A context is a record.", "Write a JSON object such as {\"stream\": false}.", file));
        }
        catch (JsonException e)
        {
            throw new InputException(new InputError($"This is not valid JSON: {e.Message}", "", file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1));
        }
    }

    private static Option<string[]> Filter(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
