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

    /// <summary>The person is not signed in by the identity provider that would speak for them.</summary>
    SignInNeeded,

    /// <summary>The other server could not be asked for a new token just now.</summary>
    Unavailable,
}

/// <summary>A person's token, or why there is none. Never written anywhere: its text is its state.</summary>
/// <param name="state">How the person is connected.</param>
/// <param name="value">The token, when connected.</param>
/// <param name="version">Counts the tokens of this connection.</param>
/// <param name="proofs">Proves that Bartizan has the key to which the token is bound; null for a bearer token.</param>
public sealed class AccountToken(ConnectionState state, string? value, int version, ITokenProofs? proofs = null)
{
    /// <summary>How the person is connected.</summary>
    public ConnectionState State => state;

    /// <summary>The token; null unless connected.</summary>
    public string? Value => value;

    /// <summary>Counts the tokens of this connection.</summary>
    public int Version => version;

    /// <summary>Proves that Bartizan has the key to which the token is bound, without which it is of no use; null for a bearer token.</summary>
    public ITokenProofs? Proofs => proofs;

    /// <inheritdoc/>
    public override string ToString() => state.ToString();
}

/// <summary>Makes the proofs with which one token that is bound to a key is shown (RFC 9449 section 7). The key stays inside.</summary>
public interface ITokenProofs
{
    /// <summary>Most characters of what a server wants in proofs.</summary>
    const int LongestNonce = 1_024;

    /// <summary>A proof, good once, for the header <c>DPoP</c>.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="address">The request's address.</param>
    /// <param name="nonce">What the server last said that proofs must carry; null where it said nothing.</param>
    string Prove(string method, Uri address, string? nonce);

    /// <summary>What a server wants in proofs, out of its headers <c>DPoP-Nonce</c> (RFC 9449 section 8.1); null when there is not exactly one, or it is none.</summary>
    static string? NonceOf(IEnumerable<string> headers) =>
        headers.Take(2).ToList() is [{ Length: > 0 and <= LongestNonce } nonce] && !nonce.AsSpan().ContainsAnyExceptInRange('!', '~') && !nonce.AsSpan().ContainsAny('"', '\\') ? nonce : null;
}
