using System.CommandLine;
using System.Text.Json;
using Bartizan.Commands.Blueprints;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Identity.Agents;

namespace Bartizan.Commands.Agents;

/// <summary><c>bartizan agent add</c>: registers an agent and prints its key, once, on stdout.</summary>
internal static class AgentAddCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Name of the agent, unique among working agents." };
        var owner = new Option<string>("--owner") { Description = "Who answers for it, e.g. an e-mail address.", Required = true };
        var tags = new Option<string[]>("--tag") { Description = "A label that policies may test, as key=value; repeatable.", DefaultValueFactory = _ => [] };
        var aws = new Option<bool>("--aws") { Description = "Also issue an AWS access key pair, for Amazon's clients and /bedrock." };
        var blueprint = new Option<string?>("--blueprint") { Description = "Id or name of the blueprint that says what it may be at most." };
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("add", "Registers an agent and prints its key, which is shown only this once.") { name, owner, tags, blueprint, aws, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() => RunAsync(
            parse.GetValue(name)!, parse.GetValue(owner)!, Tags(parse.GetValue(tags)!), parse.GetValue(blueprint), parse.GetValue(aws), parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        string name, string owner, Dictionary<string, string> tags, string? blueprint, bool aws, string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenOrCreateAsync(data, cancellationToken);
        var registry = new AgentRegistry(store.Agents, TimeProvider.System, new SortableIdSource(TimeProvider.System));
        var (agent, key) = await registry.AddAsync(
            name, owner, tags, blueprint is null ? null : await BlueprintLine.FindAsync(store, blueprint, cancellationToken), cancellationToken);
        var pair = aws ? await registry.IssueAccessKeyAsync(agent.Id, store.AccessKeys, cancellationToken) : null;
        await System.Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { agent = AgentLine.Of(await AgentStandingCommands.FindAsync(store, agent.Id, cancellationToken), TimeProvider.System.GetUtcNow()), key, accessKeyId = pair?.Id, secretAccessKey = pair?.Secret }, FormatOption.Json)
            : pair is null ? key
            : $"{key}\n{AgentAwsKeyCommand.Text(pair)}");
        await System.Console.Error.WriteLineAsync(
            $"Agent '{agent.Name}' ({agent.Id}) is registered. Keep the key: only its hash is stored, so it cannot be shown again.");
        return ExitCodes.Fine;
    }

    private static Dictionary<string, string> Tags(string[] texts)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var split = text.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0 || !tags.TryAdd(text[..split], text[(split + 1)..]))
            {
                throw new InputException(new InputError($"--tag {text} is not key=value with a key of its own.", "Write for example --tag team=payments."));
            }
        }

        return tags;
    }
}
