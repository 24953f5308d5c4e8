using System.Security.Cryptography;
using System.Text;
using Bartizan.Core.Credentials;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Accounts;

/// <summary>How a person stands with a server that asks for an account.</summary>
/// <param name="Server">The server.</param>
/// <param name="State">Connected, needs to connect again, or not connected.</param>
/// <param name="Since">When the person connected; null when not connected.</param>
/// <param name="Scopes">What the token may be used for, as its server says.</param>
/// <param name="Problem">Why the person must connect again.</param>
public sealed record ConnectedAccount(AccountServer Server, ConnectionState State, DateTimeOffset? Since, string Scopes, string? Problem);

/// <summary>Where people connect accounts and take that back. The console puts pages before it.</summary>
public sealed class AccountDesk
{
    /// <summary>How long a person may take at the other server.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int LongestAnswer = 4_096;

    private readonly IAccountStore _store;
    private readonly IAccountServers _servers;
    private readonly OutsideServer _outside;
    private readonly TimeProvider _clock;
    private readonly string _redirect;

    internal AccountDesk(IAccountStore store, IAccountServers servers, OutsideServer outside, TimeProvider clock, Uri console) =>
        (_store, _servers, _outside, _clock, _redirect) = (store, servers, outside, clock, new Uri(console, "/accounts/callback").AbsoluteUri);

    /// <summary>All servers that ask for an account, and how a person stands with each.</summary>
    public async ValueTask<IReadOnlyList<ConnectedAccount>> ListAsync(string account, CancellationToken cancellationToken)
    {
        var connections = await _store.ListAsync(account, cancellationToken);
        return [.. _servers.All.Select(server => connections.FirstOrDefault(c => c.Server == server.Name && c.Issuer == server.Issuer) is { } connection
            ? new ConnectedAccount(server, connection.Problem is null ? ConnectionState.Connected : ConnectionState.NeedsReauthorization, connection.Connected, connection.Tokens?.Scopes ?? "", connection.Problem)
            : new ConnectedAccount(server, ConnectionState.NotConnected, null, "", null))];
    }

    /// <summary>Begins to connect; returns where the person's browser goes, or null when there is no such server or its authorization server cannot be reached.</summary>
    /// <param name="account">The person's account.</param>
    /// <param name="session">The token of the person's session, in which the answer must come back.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<Uri?> BeginAsync(string account, string session, string name, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } server || await _outside.FindAsync(server.Issuer, cancellationToken) is not { } metadata)
        {
            return null;
        }

        var (state, verifier, now) = (Random(), Random(), _clock.GetUtcNow());
        await _store.BeginAsync(new AccountConnecting(Hash(state), account, Hash(session), server.Name, server.Issuer, verifier, now + Patience), now, cancellationToken);
        List<KeyValuePair<string, string>> query =
        [
            new("response_type", "code"),
            new("client_id", server.ClientId),
            new("redirect_uri", _redirect),
            new("state", state),
            new("code_challenge", Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
            new("code_challenge_method", "S256"),
            new("resource", server.Resource),
        ];
        if (server.Scopes.Count > 0)
        {
            query.Add(new("scope", string.Join(' ', server.Scopes)));
        }

        var text = string.Join('&', query.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        return new UriBuilder(metadata.Authorization) { Query = metadata.Authorization.Query.Length > 1 ? metadata.Authorization.Query[1..] + "&" + text : text }.Uri;
    }

    /// <summary>Takes what came back, once; returns the server's name when the person is connected now, else null.</summary>
    /// <param name="account">The person's account.</param>
    /// <param name="session">The token of the person's session.</param>
    /// <param name="answer">What the browser brought.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<string?> CompleteAsync(string account, string session, AuthorizationAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.State.Length is 0 or > LongestAnswer || answer.Code is { Length: > LongestAnswer })
        {
            return null;
        }

        // Taken out whatever comes of it: nothing that was tried once can be tried again.
        if (await _store.TakeAsync(Hash(answer.State), _clock.GetUtcNow(), cancellationToken) is not { } begun
            || begun.Account != account
            || !CryptographicOperations.FixedTimeEquals(begun.SessionHash, Hash(session))
            || answer.Code is not { Length: > 0 } code
            || Find(begun.Server) is not { } server
            || server.Issuer != begun.Issuer
            || await _outside.FindAsync(server.Issuer, cancellationToken) is not { } metadata)
        {
            return null;
        }

        // Who answers must be who was asked (RFC 9207 section 2.4).
        if (answer.Issuer is null ? metadata.NamesItself : answer.Issuer != server.Issuer)
        {
            return null;
        }

        // From here on the person's leaving changes nothing: the code is used up.
        var given = await _outside.ExchangeAsync(server, metadata, code, begun.Verifier, _redirect, CancellationToken.None);
        if (given.Tokens is not { } tokens)
        {
            return null;
        }

        await _store.ConnectAsync(account, server.Name, server.Issuer, tokens, _clock.GetUtcNow(), CancellationToken.None);
        return server.Name;
    }

    /// <summary>Forgets a connection at once, and asks the other server to do so too where it offers that (RFC 7009); false when there is none.</summary>
    public async ValueTask<bool> DisconnectAsync(string account, string name, CancellationToken cancellationToken)
    {
        if (await _store.RemoveAsync(account, name, _clock.GetUtcNow(), cancellationToken) is not { } connection)
        {
            return false;
        }

        if (connection.Tokens is { } tokens && Find(name) is { } server && server.Issuer == connection.Issuer && await _outside.FindAsync(server.Issuer, CancellationToken.None) is { } metadata)
        {
            if (tokens.Refresh is { } refresh)
            {
                await _outside.RevokeAsync(server, metadata, refresh, "refresh_token", CancellationToken.None);
            }

            await _outside.RevokeAsync(server, metadata, tokens.Access, "access_token", CancellationToken.None);
        }

        return true;
    }

    private AccountServer? Find(string name) => _servers.All.FirstOrDefault(s => s.Name == name);

    private static string Random() => Base64UrlText.Encode(RandomNumberGenerator.GetBytes(32));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

/// <summary>What a browser brings back from an authorization server.</summary>
/// <param name="State">What went along.</param>
/// <param name="Code">The code; null when the person did not allow it.</param>
/// <param name="Issuer">Who answers, where that is said.</param>
public sealed record AuthorizationAnswer(string State, string? Code, string? Issuer);
