using Bartizan.Core.Identity;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>Codes and refresh tokens: each is good once, and a second use ends all that came of the first.</summary>
internal sealed partial class SqliteIdentityStore
{
    /// <inheritdoc/>
    public ValueTask<Redeemable?> FindCodeAsync(byte[] hash, CancellationToken cancellationToken) =>
        FindAsync(ConnectionRow.Columns + ", code_used AS Used FROM connections WHERE code_hash = @hash", hash, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Redeemable?> FindRefreshAsync(byte[] hash, CancellationToken cancellationToken) =>
        FindAsync(ConnectionRow.Columns + ", r.used AS Used FROM refresh_tokens r JOIN connections ON connections.id = r.connection WHERE r.hash = @hash", hash, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask EndAsync(string connection, string reason, DateTimeOffset now, CancellationToken cancellationToken) => await writer.RunAsync(
        scope => End(scope, connection, reason, now), cancellationToken);

    private ValueTask<Redeemable?> FindAsync(string query, byte[] hash, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(lease.Connection.QuerySingleOrDefault<ConnectionRow>(query, new { hash })?.ToRedeemable());
    }

    private bool End(WriteScope scope, string connection, string reason, DateTimeOffset now)
    {
        var ended = Connections.End(scope, connection, now);
        if (ended)
        {
            Changed(scope, "identity.connection-ended", now, new { connection, reason });
        }

        return ended;
    }

    private bool Redeem(WriteScope scope, Redemption redemption)
    {
        if (redemption.Begins is { } asserted)
        {
            return Begin(scope, asserted, redemption.When);
        }

        var (c, id, now) = (scope.Connection, redemption.Connection, redemption.When.ToMicroseconds());
        if (c.ExecuteScalar<long>("SELECT count(*) FROM connections WHERE id = @id AND ended IS NULL AND expires > @now", new { id, now }) == 0)
        {
            return false;
        }

        var used = redemption.Code is { } code
            ? c.Execute("UPDATE connections SET code_used = @now WHERE id = @id AND code_hash = @code AND code_used IS NULL AND code_expires > @now", new { id, code, now })
            : c.Execute("UPDATE refresh_tokens SET used = @now WHERE hash = @Refresh AND connection = @id AND used IS NULL", new { redemption.Refresh, id, now });
        if (used == 0)
        {
            End(scope, id, redemption.Code is null ? "refresh-token-used-twice" : "code-used-twice", redemption.When);
            return false;
        }

        c.Execute("UPDATE connections SET key = coalesce(key, @RefreshKey) WHERE id = @id", new { redemption.RefreshKey, id });
        if (redemption.NewRefresh is { } hash)
        {
            c.Execute("INSERT INTO refresh_tokens (hash, connection, used) VALUES (@hash, @id, NULL)", new { hash, id });
        }

        return true;
    }

    private sealed class ConnectionRow
    {
        public const string Columns =
            "SELECT connections.id, account, agent, resource, authority, code_key AS CodeKey, key, redirect, challenge, connections.created AS Created, code_expires AS CodeExpires, expires, ended";

        public required string Id { get; init; }
        public required string Account { get; init; }
        public required string Agent { get; init; }
        public required string Resource { get; init; }
        public required string Authority { get; init; }
        public string? CodeKey { get; init; }
        public string? Key { get; init; }
        public required string Redirect { get; init; }
        public required string Challenge { get; init; }
        public long Created { get; init; }
        public long CodeExpires { get; init; }
        public long Expires { get; init; }
        public long? Ended { get; init; }
        public long? Used { get; init; }

        public Redeemable ToRedeemable() => new(
            new Connection
            {
                Id = Id,
                Person = Account,
                Agent = Agent,
                Use = SqliteIdentityStore.Authority.Read(Resource, Authority),
                SignIn = SqliteIdentityStore.Authority.SignInOf(Authority),
                CodeKey = CodeKey,
                RefreshKey = Key,
                Redirect = Redirect,
                Challenge = Challenge,
                Created = SqliteTime.FromMicroseconds(Created),
                CodeExpires = SqliteTime.FromMicroseconds(CodeExpires),
                Expires = SqliteTime.FromMicroseconds(Expires),
                Ended = Ended is not null,
            },
            Used is not null);
    }
}
