using System.Collections.Frozen;
using Bartizan.Core.Results;

namespace Bartizan.Gateway.Mcp.Configuration;

/// <summary>The MCP servers in force: compiled from <see cref="McpOptions"/>, immutable, swapped whole on reload.</summary>
public sealed class McpServers
{
    private const int LongestName = 64;

    private readonly FrozenDictionary<string, McpServer> _servers;

    private McpServers(McpOptions options, IEnumerable<McpServer> servers)
    {
        Options = options;
        _servers = servers.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);
    }

    /// <summary>None at all.</summary>
    public static McpServers None { get; } = new(new McpOptions(), []);

    /// <summary>What it was compiled from.</summary>
    public McpOptions Options { get; }

    /// <summary>Checks and compiles; credentials are fetched now, so that a missing one is found at start.</summary>
    /// <exception cref="InputException">Something is wrong; carries every mistake.</exception>
    public static McpServers Compile(McpOptions options)
    {
        var errors = McpOptionsValidator.Validate(options).ToList();
        var servers = new List<McpServer>();
        for (var i = 0; errors.Count == 0 && i < options.Servers.Count; i++)
        {
            try
            {
                servers.Add(new McpServer(options.Servers[i]));
            }
            catch (InputException e)
            {
                errors.AddRange(e.Errors.Select(error => error with { What = $"mcp.servers[{i}].{(options.Servers[i].Account is null ? "credential" : "account")}: {error.What}" }));
            }
        }

        return errors.Count > 0 ? throw new InputException(errors) : new McpServers(options, servers);
    }

    /// <summary>The server of that name; null when there is none.</summary>
    public McpServer? Find(string name) => _servers.GetValueOrDefault(name);

    /// <summary>Whether a server may be called that.</summary>
    internal static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
