using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Identity.Clients;

namespace Bartizan.Commands.Agents;

/// <summary><c>bartizan agent credentials</c>: lets an agent ask the authorization server for tokens; prints its client id, and its secret, once, on stdout.</summary>
internal static class AgentCredentialsCommand
{
    public static Command Create()
    {
        var agent = new Argument<string>("agent") { Description = "Id or name." };
        var secret = new Option<bool>("--secret") { Description = "Make a client secret, shown only this once." };
        var jwks = new Option<string?>("--jwks") { Description = "File of the agent's public keys, a JWK set, with which it signs assertions instead.", HelpName = "file" };
        var grants = List("--grant", "client_credentials or token-exchange; repeatable.", "client_credentials");
        var resources = List("--resource", "What it may ask tokens for: / for the gateway, /mcp/<server>, or an address; repeatable.", "/");
        var scopes = List("--scope", "A scope it may ask for; repeatable.");
        var models = List("--model", "A model its tokens are good for, * at the end for all that begin so; repeatable. Without --model and --tool: no such bound.");
        var tools = List("--tool", "A tool its tokens are good for, as policies see its name; repeatable.");
        var delegates = List("--delegate", "An agent that may exchange its tokens to act for it; repeatable.");
        var dpop = new Option<bool>("--dpop") { Description = "Issue only tokens that are bound to a key (DPoP)." };
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("credentials", "Lets an agent ask the authorization server for tokens; what was set before is replaced as a whole.")
        {
            agent, secret, jwks, grants, resources, scopes, models, tools, delegates, dpop, data, format,
        };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(() =>
        {
            var wish = new ClientWish
            {
                Agent = parse.GetValue(agent)!,
                Grants = parse.GetValue(grants)!,
                Resources = parse.GetValue(resources)!,
                Scopes = parse.GetValue(scopes)!,
                Models = parse.GetValue(models)!,
                Tools = parse.GetValue(tools)!,
                Delegates = parse.GetValue(delegates)!,
                RequiresProof = parse.GetValue(dpop),
            };
            return RunAsync(wish, parse.GetValue(secret), parse.GetValue(jwks), parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken);
        }));
        return command;
    }

    private static Option<string[]> List(string name, string description, params string[] defaults) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaults };

    private static async Task<int> RunAsync(ClientWish wish, bool secret, string? jwks, string data, bool json, CancellationToken cancellationToken)
    {
        if (secret == jwks is not null)
        {
            throw new InputException(new InputError("Say how the agent proves who it is: one of --secret and --jwks <file>."));
        }

        var keys = jwks is null ? null : ReadKeys(jwks);
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var registry = new ClientRegistry(store.Identity, store.Agents, TimeProvider.System);
        var (client, made) = keys is null
            ? await registry.IssueSecretAsync(wish, cancellationToken)
            : new NewSecret(await registry.RegisterKeysAsync(wish, keys, cancellationToken), "");
        await System.Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { clientId = client.Agent, clientSecret = keys is null ? made : null }, FormatOption.Json)
            : keys is null ? $"{client.Agent}\n{made}" : client.Agent);
        await System.Console.Error.WriteLineAsync(keys is null
            ? "Client id and secret. Keep the secret: only its hash is stored, so it cannot be shown again."
            : "Client id. The agent signs assertions with its private key.");
        return ExitCodes.Fine;
    }

    private static string ReadKeys(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The key set cannot be read: {e.Message}", "Check the path given with --jwks.", file));
        }
    }
}
