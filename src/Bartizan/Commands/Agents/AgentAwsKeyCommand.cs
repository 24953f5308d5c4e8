using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Identity.Agents;

namespace Bartizan.Commands.Agents;

/// <summary><c>bartizan agent aws-key</c>: issues an agent the key pair with which Amazon's clients sign, and prints it, once, on stdout.</summary>
internal static class AgentAwsKeyCommand
{
    public static Command Create()
    {
        var agent = new Argument<string>("agent") { Description = "Id or name." };
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("aws-key", "Issues an agent an AWS access key pair for /bedrock, shown only this once; the one it had stops working.") { agent, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(agent)!, parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    /// <summary>The pair as the environment variables that Amazon's clients read.</summary>
    public static string Text(NewAccessKey key) => $"AWS_ACCESS_KEY_ID={key.Id}\nAWS_SECRET_ACCESS_KEY={key.Secret}";

    private static async Task<int> RunAsync(string idOrName, string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var registry = new AgentRegistry(store.Agents, TimeProvider.System, new SortableIdSource(TimeProvider.System));
        var key = await registry.IssueAccessKeyAsync(idOrName, store.AccessKeys, cancellationToken)
            ?? throw new InputException(new InputError($"There is no working agent '{idOrName}'.", "`bartizan agent list` shows all agents."));
        await System.Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { agent = AgentLine.Of(key.Agent, TimeProvider.System.GetUtcNow()), accessKeyId = key.Id, secretAccessKey = key.Secret }, FormatOption.Json)
            : Text(key));
        await System.Console.Error.WriteLineAsync($"Agent '{key.Agent.Name}' ({key.Agent.Id}) has an access key. Keep the secret: it is not stored, and not shown again.");
        return ExitCodes.Fine;
    }
}
