namespace Bartizan.Core.Credentials;

/// <summary>Where people connect the accounts that agents use for them at one MCP server.</summary>
public sealed record AccountServer
{
    /// <summary>The MCP server's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the token is for (RFC 8707), as its authorization server knows it.</summary>
    public required string Resource { get; init; }

    /// <summary>The authorization server, an address as it names itself (RFC 8414).</summary>
    public required string Issuer { get; init; }

    /// <summary>Bartizan's name there.</summary>
    public required string ClientId { get; init; }

    /// <summary>What Bartizan shows there beside its name; null for a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Scopes to ask people for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    // A record's own text would show the secret.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(Name);
        return true;
    }
}

/// <summary>Knows at which MCP servers people connect accounts.</summary>
public interface IAccountServers
{
    /// <summary>All of them, as configured now.</summary>
    IReadOnlyList<AccountServer> All { get; }
}
