using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Mcp.Configuration;

/// <summary>Checks what a person wrote about MCP servers and reports every mistake at once, naming the setting and the fix.</summary>
public static class McpOptionsValidator
{
    private const long LeastMemory = 64L << 20;
    private const long MostMemory = 1L << 40;

    /// <summary>All mistakes, empty when the options are sound.</summary>
    public static IReadOnlyList<InputError> Validate(McpOptions options)
    {
        var errors = new List<InputError>();
        for (var i = 0; i < options.Servers.Count; i++)
        {
            ValidateServer(options.Servers[i], $"mcp.servers[{i}]", errors);
        }

        foreach (var twice in options.Servers.GroupBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            errors.Add(new($"mcp.servers: the name {twice.Key} stands there {twice.Count()} times.", "Give each server its own name; case does not tell names apart."));
        }

        if (options.PublicUrl is { } url && (!IsOrigin(url, out var parsed) || !MayCarryTokens(parsed)))
        {
            errors.Add(new("mcp.publicUrl: it is not an https origin (or http on this machine).", "Write for example https://gateway.example.org, without a path."));
        }

        foreach (var origin in options.AllowedOrigins.Where(o => !IsOrigin(o, out _)))
        {
            errors.Add(new($"mcp.allowedOrigins: {origin} is not an origin.", "Write for example https://app.example.org, without a path."));
        }

        foreach (var host in options.AllowedHosts.Where(h => Uri.CheckHostName(h) == UriHostNameType.Unknown))
        {
            errors.Add(new($"mcp.allowedHosts: {host} is not a host name.", "Write for example gateway.example.org, without scheme or port."));
        }

        foreach (var issuer in options.AuthorizationServers.Where(a => !Uri.TryCreate(a, UriKind.Absolute, out var u) || !MayCarryTokens(u)))
        {
            errors.Add(new($"mcp.authorizationServers: {issuer} is not an https address (or http on this machine).", "Write the issuer's address, for example https://login.example.org."));
        }

        return errors;
    }

    private static void ValidateServer(McpServerOptions server, string where, List<InputError> errors)
    {
        if (!McpServers.IsName(server.Name))
        {
            errors.Add(new($"{where}.name: it must be 1 to 64 letters, digits, '-' or '_'.", "Write for example github."));
        }

        if (server.Url is null == server.Command is null)
        {
            errors.Add(new($"{where}: it needs either url or command.", "Keep url for a server reached by address, command for one started here."));
        }

        McpAccountOptions.Validate(server, where, errors);
        if (server.Url is not null)
        {
            ValidateAddress(server, where, errors);
        }

        if (server.Command is not null)
        {
            ValidateProgram(server, where, errors);
        }

        if (server.Scopes?.Any(s => s.Length == 0 || s.AsSpan().ContainsAnyExceptInRange('!', '~') || s.AsSpan().ContainsAny('"', '\\')) == true)
        {
            errors.Add(new($"{where}.scopes: a scope must be printable ASCII without spaces, quotes and backslashes.", "Write for example [\"mcp:github\"]."));
        }
    }

    private static void ValidateAddress(McpServerOptions server, string where, List<InputError> errors)
    {
        if (!Uri.TryCreate(server.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            errors.Add(new($"{where}.url: it is not an http or https address.", "Write for example https://mcp.example.org/mcp."));
        }
        else if (url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            errors.Add(new($"{where}.url: it must have no user, query or fragment.", "Keep keys in credential; leave the rest out."));
        }
        else if (!MayCarryTokens(url))
        {
            errors.Add(new($"{where}.url: arguments, results and the credential would travel unencrypted to {url.Host}.", "Use https; http is for this machine only."));
        }

        if (server.Credential is { } credential && CredentialReference.TryParse(credential) is null && SecretReference.NameOf(credential) is null)
        {
            errors.Add(new($"{where}.credential: it is not a reference.", "Write secret:NAME, env:NAME or file:/path; a credential itself never stands in configuration."));
        }

        if (server.CredentialHeader != "Authorization" && !HeaderRules.MayBeCredential(server.CredentialHeader))
        {
            errors.Add(new($"{where}.credentialHeader: {server.CredentialHeader} cannot carry a credential.", "Write for example X-Api-Key, or leave it out for Authorization."));
        }

        if (server.Args.Count + server.Env.Count > 0)
        {
            errors.Add(new($"{where}: args and env are for a server that is started here.", "Remove them, or use command in place of url."));
        }
    }

    private static void ValidateProgram(McpServerOptions server, string where, List<InputError> errors)
    {
        if (server.Credential is not null)
        {
            errors.Add(new($"{where}.credential: a program gets its secrets by env.", "Write for example env: [\"TOKEN=env:GITHUB_TOKEN\"]."));
        }

        if (server.Command!.Length == 0 || server.Args.Append(server.Command).Any(a => a.Contains('\0', StringComparison.Ordinal)))
        {
            errors.Add(new($"{where}.command: it is empty, or holds a character that no program takes.", "Write the program's name or path; arguments go to args."));
        }

        foreach (var variable in server.Env.Where(e => !IsVariable(e)))
        {
            // Only the name is shown: the value may be a secret in the wrong place.
            errors.Add(new($"{where}.env: {variable.Split('=')[0]} is not NAME=value.", "Write for example LOG_LEVEL=info, or TOKEN=env:GITHUB_TOKEN."));
        }

        if (server.Memory is < LeastMemory or > MostMemory)
        {
            errors.Add(new($"{where}.memory: {server.Memory} is out of range.", "Choose between 64MiB and 1048576MiB."));
        }
    }

    private static bool IsVariable(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        && text[..at].All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && !text.Contains('\0', StringComparison.Ordinal);

    private static bool IsOrigin(string text, out Uri parsed) =>
        Uri.TryCreate(text, UriKind.Absolute, out parsed!) && parsed.Scheme is "https" or "http" && parsed.GetLeftPart(UriPartial.Authority) == text;

    private static bool MayCarryTokens(Uri url) => url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback);
}
