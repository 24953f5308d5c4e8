namespace Bartizan.Core.Credentials;

/// <summary>What an authorization server gave for a person. Never written anywhere in clear: its text is nothing.</summary>
/// <param name="access">The access token.</param>
/// <param name="refresh">The refresh token; null where there is none.</param>
/// <param name="ends">When the access token ends; null where that was not said.</param>
/// <param name="scopes">What it may be used for, as that server says; empty where it does not.</param>
/// <param name="key">The key to which the tokens are bound (RFC 9449), P-256 as PKCS #8 in DER; null for bearer tokens.</param>
public sealed class GivenTokens(string access, string? refresh, DateTimeOffset? ends, string scopes, byte[]? key = null)
{
    /// <summary>The access token.</summary>
    public string Access => access;

    /// <summary>The refresh token; null where there is none.</summary>
    public string? Refresh => refresh;

    /// <summary>When the access token ends; null where that was not said.</summary>
    public DateTimeOffset? Ends => ends;

    /// <summary>What it may be used for.</summary>
    public string Scopes => scopes;

    /// <summary>The key to which the tokens are bound; null for bearer tokens.</summary>
    public byte[]? Key => key;

    /// <inheritdoc/>
    public override string ToString() => "tokens";
}

/// <summary>A person's connection with another server.</summary>
/// <param name="Account">The person's account.</param>
/// <param name="Server">The MCP server's name.</param>
/// <param name="Terms">Of whom the tokens were had, and for what.</param>
/// <param name="Version">Counts its tokens.</param>
/// <param name="Tokens">The tokens; null when they do not open, or the person must connect again.</param>
/// <param name="Connected">When the person connected.</param>
/// <param name="Problem">Why the person must connect again; null while it works.</param>
/// <param name="Wanted">Scopes that the server asked for beyond those that the person was asked for, with spaces between; empty for none.</param>
public sealed record AccountConnection(string Account, string Server, AccountTerms Terms, int Version, GivenTokens? Tokens, DateTimeOffset Connected, string? Problem, string Wanted);

/// <summary>A connection that a person has begun: what comes back must fit it. Good once.</summary>
/// <param name="StateHash">SHA-256 of what went along to come back.</param>
/// <param name="Account">The person's account.</param>
/// <param name="SessionHash">SHA-256 of the session's token in which it was begun.</param>
/// <param name="Server">The MCP server's name.</param>
/// <param name="Terms">Who was asked, and for what.</param>
/// <param name="Verifier">The PKCE verifier (RFC 7636).</param>
/// <param name="Expires">When it is over.</param>
/// <param name="Key">The key to which the tokens are to be bound (RFC 9449), P-256 as PKCS #8 in DER; null where bearer tokens are asked for.</param>
public sealed record AccountConnecting(byte[] StateHash, string Account, byte[] SessionHash, string Server, AccountTerms Terms, string Verifier, DateTimeOffset Expires, byte[]? Key)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Account} {Server}";
}

/// <summary>Keeps people's connections, tokens sealed. Each change is durable, with the event that tells of it, before the call returns.</summary>
public interface IAccountStore
{
    /// <summary>Keeps what a person begins, and forgets what is over.</summary>
    ValueTask BeginAsync(AccountConnecting connecting, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes out what was begun, so that it is good once; null when there is nothing, or it is over.</summary>
    ValueTask<AccountConnecting?> TakeAsync(byte[] stateHash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Keeps the tokens of a new connection, in place of any before it.</summary>
    ValueTask ConnectAsync(string account, string server, AccountTerms terms, GivenTokens tokens, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Keeps renewed tokens; false when the connection is no longer at that version.</summary>
    ValueTask<bool> RenewAsync(AccountConnection from, GivenTokens tokens, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that the person must connect again, and forgets the tokens; false when the connection is no longer at that version.</summary>
    ValueTask<bool> FailAsync(AccountConnection from, string problem, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes that the server wants scopes that the person was not asked for; what is connected goes on. False when the connection is no longer at that version, or it is noted already.</summary>
    ValueTask<bool> WantAsync(AccountConnection from, string scopes, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets a connection; null when there is none.</summary>
    ValueTask<AccountConnection?> RemoveAsync(string account, string server, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>One connection; null when there is none.</summary>
    ValueTask<AccountConnection?> FindAsync(string account, string server, CancellationToken cancellationToken);

    /// <summary>A person's connections.</summary>
    ValueTask<IReadOnlyList<AccountConnection>> ListAsync(string account, CancellationToken cancellationToken);

    /// <summary>Tells that a provider's word was exchanged for a token.</summary>
    /// <param name="account">The person's account; null for a token for all who call.</param>
    /// <param name="server">The MCP server.</param>
    /// <param name="issuer">Its authorization server.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="now">What time it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask ExchangedAsync(string? account, string server, string issuer, string provider, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Connections that work, can be renewed, and whose access token ends by then.</summary>
    ValueTask<IReadOnlyList<AccountConnection>> EndingAsync(DateTimeOffset by, CancellationToken cancellationToken);

    /// <summary>What Bartizan is called at an authorization server where it registered itself; null where it did not, or it has ended.</summary>
    ValueTask<RegisteredClient?> FindClientAsync(string issuer, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Keeps what Bartizan is called there, unless somebody registered it for the same redirect address meanwhile; returns what counts.</summary>
    ValueTask<RegisteredClient> KeepClientAsync(RegisteredClient client, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets what Bartizan was called there, because it is not known there any more.</summary>
    ValueTask ForgetClientAsync(string issuer, string clientId, DateTimeOffset now, CancellationToken cancellationToken);
}
