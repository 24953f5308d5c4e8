using Bartizan.Core.Credentials;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Mcp.Configuration;

namespace Bartizan.Gateway.Credentials;

/// <summary>Checks what configuration says of secrets against those that there are, so that a mistake is found at start and not by the first user.</summary>
public static class CredentialChecks
{
    /// <summary>All mistakes: a secret that is not there, or that may not go to the address, or not in the header, that needs it.</summary>
    public static IReadOnlyList<InputError> Check(GatewayOptions gateway, McpOptions mcp, IReadOnlyList<UpstreamSecret> secrets)
    {
        var errors = new List<InputError>();
        for (var i = 0; i < gateway.Upstreams.Count; i++)
        {
            var upstream = gateway.Upstreams[i];
            Check($"gateway.upstreams[{i}].credential", upstream.Credential, upstream.Url, KeyHeaders.Of(upstream.Dialect), secrets, errors);
        }

        for (var i = 0; i < mcp.Servers.Count; i++)
        {
            var server = mcp.Servers[i];
            Check($"mcp.servers[{i}].credential", server.Credential, server.Url, server.CredentialHeader, secrets, errors);
        }

        return errors;
    }

    private static void Check(string where, string? reference, string? url, string header, IReadOnlyList<UpstreamSecret> secrets, List<InputError> errors)
    {
        if (reference is null || url is null || SecretReference.NameOf(reference) is not { } name)
        {
            return;
        }

        if (secrets.FirstOrDefault(s => s.Name == name && s.Removed is null) is not { } secret)
        {
            errors.Add(new($"{where}: there is no secret {name}.", $"Add it with: bartizan secret add {name} --host {new Uri(url).Authority} --header {header}"));
        }
        else if (!secret.Binding.Covers(new Uri(url)))
        {
            errors.Add(new($"{where}: the secret {name} is not bound to {new Uri(url).Authority}.", $"It may go to {string.Join(", ", secret.Binding.Hosts)}. Add another secret for this host."));
        }
        else if (!secret.Binding.Header.Equals(header, StringComparison.OrdinalIgnoreCase))
        {
            errors.Add(new($"{where}: the secret {name} is bound to the header {secret.Binding.Header}, and {header} would carry it.", "Add another secret for this header, or name that header."));
        }
    }
}
