using Bartizan.Core.Identity;

namespace Bartizan.Core.Credentials;

/// <summary>Access tokens for other servers: those that people let agents use, and Bartizan's own.</summary>
public interface IAccountTokens
{
    /// <summary>A person's token for an MCP server, refreshed first where it has ended.</summary>
    /// <param name="person">The person; null for a server at which Bartizan has a token of its own.</param>
    /// <param name="server">The server's name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<AccountToken> FindAsync(Person? person, string server, CancellationToken cancellationToken);

    /// <summary>Tells that the server refused a token, so that it is refreshed before it is used again.</summary>
    ValueTask RefusedAsync(Person? person, string server, AccountToken token, CancellationToken cancellationToken);

    /// <summary>Tells that a token's scopes did not do; true when the person can be asked for those that would, and was not before.</summary>
    ValueTask<bool> InsufficientAsync(Person? person, string server, AccountToken token, IReadOnlyList<string> scopes, CancellationToken cancellationToken);
}

/// <summary>How a person is connected with another server.</summary>
public enum ConnectionState
{
    /// <summary>Agents may use the token.</summary>
    Connected,

    /// <summary>The other server refuses to renew the token: the person must connect again.</summary>
    NeedsReauthorization,

    /// <summary>The person has not connected, or has disconnected.</summary>
    NotConnected,

    /// <summary>The other server could not be asked for a new token just now.</summary>
    Unavailable,
}

/// <summary>A person's token, or why there is none. Never written anywhere: its text is its state.</summary>
/// <param name="state">How the person is connected.</param>
/// <param name="value">The token, when connected.</param>
/// <param name="version">Counts the tokens of this connection.</param>
public sealed class AccountToken(ConnectionState state, string? value, int version)
{
    /// <summary>How the person is connected.</summary>
    public ConnectionState State => state;

    /// <summary>The token; null unless connected.</summary>
    public string? Value => value;

    /// <summary>Counts the tokens of this connection.</summary>
    public int Version => version;

    /// <inheritdoc/>
    public override string ToString() => state.ToString();
}
