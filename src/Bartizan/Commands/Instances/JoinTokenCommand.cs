using System.CommandLine;
using System.Text.Json;
using Bartizan.Configuration;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Identity.Attesting;

namespace Bartizan.Commands.Instances;

/// <summary><c>bartizan instance join-token</c>: makes a secret that lets one instance of an agent begin, once; prints it, once, on stdout.</summary>
internal static class JoinTokenCommand
{
    public static Command Create()
    {
        var agent = new Argument<string>("agent") { Description = "Id or name." };
        var life = new Option<string>("--for") { Description = "How long it can be used, at most 1h.", HelpName = "duration", DefaultValueFactory = _ => "10m" };
        var (by, data, format) = (ByOption.Create("Who makes it"), DataOption.Create(), FormatOption.Create());
        var command = new Command("join-token", "Makes a secret that lets one instance of an agent begin, once.") { agent, life, by, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(async () =>
        {
            var lifetime = Quantities.Duration(parse.GetValue(life)!)
                ?? throw new InputException(new InputError($"--for: '{parse.GetValue(life)}' is no duration.", $"Write {Quantities.DurationExpected}."));
            await using var store = await DataOption.OpenBesideAsync(parse.GetValue(data)!, cancellationToken);
            var tokens = new JoinTokens(store.Instances, store.Agents, new SortableIdSource(TimeProvider.System), TimeProvider.System);
            var (token, secret) = await tokens.CreateAsync(parse.GetValue(agent)!, lifetime, parse.GetValue(by)!, cancellationToken);
            await ShowAsync(token, secret, parse.GetValue(format) == "json");
            return ExitCodes.Fine;
        }));
        return command;
    }

    private static async Task ShowAsync(JoinToken token, string secret, bool json)
    {
        await System.Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { joinToken = secret, id = token.Id, agent = token.Agent, expires = token.Expires }, FormatOption.Json)
            : secret);
        await System.Console.Error.WriteLineAsync($"Join token {token.Id}, good once, until {InstanceLine.Time(token.Expires)}. Only its hash is stored, so it cannot be shown again.");
    }
}
