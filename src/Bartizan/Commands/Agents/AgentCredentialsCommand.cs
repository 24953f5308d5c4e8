using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Identity;
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
        var open = new Option<bool>("--public") { Description = "The agent cannot keep a secret: an app in the hands of people. Only with codes and refresh tokens." };
        var uri = new Option<string?>("--tls-san-uri") { Description = "The URI in the certificate that its connections have, such as a SPIFFE id.", HelpName = "uri" };
        var dns = new Option<string?>("--tls-san-dns") { Description = "A DNS name in that certificate instead.", HelpName = "name" };
        var subject = new Option<string?>("--tls-subject-dn") { Description = "The subject of that certificate instead, as RFC 4514 writes it.", HelpName = "name" };
        var certificate = new Option<string?>("--tls-certificate") { Description = "File of that certificate itself, in PEM, whoever issued it.", HelpName = "file" };
        var attested = new Option<bool>("--attested") { Description = "Instances of the agent prove what they are by evidence; see docs/attestation.md." };
        var grants = List("--grant", "client_credentials, token-exchange, authorization_code, refresh-token, attestation or jwt-bearer; repeatable.", "client_credentials");
        var redirects = List("--redirect", "Where browsers may be sent with answers, letter for letter; repeatable. With --grant authorization_code.");
        var resources = List("--resource", "What it may ask tokens for: / for the gateway, /mcp/<server>, /ssf for streams of signals, or an address; repeatable.", "/");
        var scopes = List("--scope", "A scope it may ask for; repeatable.");
        var models = List("--model", "A model its tokens are good for, * at the end for all that begin so; repeatable. Without --model and --tool: no such bound.");
        var tools = List("--tool", "A tool its tokens are good for, as policies see its name; repeatable.");
        var delegates = List("--delegate", "An agent that may exchange its tokens to act for it; repeatable.");
        var dpop = new Option<bool>("--dpop") { Description = "Issue only tokens that are bound to a key (DPoP)." };
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("credentials", "Lets an agent ask the authorization server for tokens; what was set before is replaced as a whole.")
        {
            agent, secret, jwks, uri, dns, subject, certificate, open, attested, grants, redirects, resources, scopes, models, tools, delegates, dpop, data, format,
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
                Redirects = parse.GetValue(redirects)!,
            };
            return RunAsync(wish, parse.GetValue(secret), parse.GetValue(jwks), CertificateOf(parse.GetValue(uri), parse.GetValue(dns), parse.GetValue(subject), parse.GetValue(certificate)), parse.GetValue(open), parse.GetValue(attested), parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken);
        }));
        return command;
    }

    private static Option<string[]> List(string name, string description, params string[] defaults) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaults };

    private static async Task<int> RunAsync(ClientWish wish, bool secret, string? jwks, (CertificateMark Mark, string Value)[] certificates, bool open, bool attested, string data, bool json, CancellationToken cancellationToken)
    {
        if ((secret ? 1 : 0) + (jwks is null ? 0 : 1) + certificates.Length + (open ? 1 : 0) + (attested ? 1 : 0) != 1)
        {
            throw new InputException(new InputError("Say how the agent proves who it is: one of --secret, --jwks <file>, --tls-san-uri <uri>, --tls-san-dns <name>, --tls-subject-dn <name>, --tls-certificate <file>, --attested and --public."));
        }

        var keys = jwks is null ? null : Read(jwks, "key set", "--jwks");
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var registry = new ClientRegistry(store.Identity, store.Agents, TimeProvider.System);
        var (client, made) = secret ? await registry.IssueSecretAsync(wish, cancellationToken)
            : new NewSecret(
                keys is not null ? await registry.RegisterKeysAsync(wish, keys, cancellationToken)
                : certificates is [var (mark, value)] ? await registry.RegisterCertificateAsync(
                    wish, mark, mark == CertificateMark.Thumbprint ? Read(value, "certificate", "--tls-certificate") : value, cancellationToken)
                : attested ? await registry.RegisterAttestedAsync(wish, cancellationToken)
                : await registry.RegisterPublicAsync(wish, cancellationToken),
                "");
        await System.Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(new { clientId = client.Agent, clientSecret = secret ? made : null }, FormatOption.Json)
            : secret ? $"{client.Agent}\n{made}" : client.Agent);
        await System.Console.Error.WriteLineAsync(secret
            ? "Client id and secret. Keep the secret: only its hash is stored, so it cannot be shown again."
            : certificates.Length > 0 ? "Client id. The agent connects with its certificate."
            : open ? "Client id. It proves nothing: the agent gets tokens only with codes that people let it have."
            : attested ? "Client id. Instances of the agent get identities by evidence that policy takes for enough."
            : "Client id. The agent signs assertions with its private key.");
        return ExitCodes.Fine;
    }

    private static (CertificateMark Mark, string Value)[] CertificateOf(string? uri, string? dns, string? subject, string? file) =>
        [.. new[] { (CertificateMark.Uri, uri), (CertificateMark.DnsName, dns), (CertificateMark.Subject, subject), (CertificateMark.Thumbprint, file) }.Where(m => m.Item2 is not null).Select(m => (m.Item1, m.Item2!))];

    private static string Read(string file, string what, string option)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The {what} cannot be read: {e.Message}", $"Check the path given with {option}.", file));
        }
    }
}
