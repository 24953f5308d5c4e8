using Bartizan.Core.Identity;
using Bartizan.Core.Events;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>Issued and revoked tokens.</summary>
internal sealed partial class SqliteIdentityStore
{
    private const string Stopped = $"""
        SELECT count(*) FROM kill_switches WHERE thrown = 1 AND (
            kind = 'everything'
            OR (kind = 'agent' AND target IN @agents)
            OR (kind = 'work' AND target = @transaction)
            OR (kind = 'system' AND target IN (SELECT json_extract(tags, '$.{Principal.SystemTag}') FROM agents WHERE id IN @agents)))
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> RevokedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection.Query<string>("SELECT id FROM revoked_tokens WHERE expires > @now", new { now = now.ToMicroseconds() })]);
    }

    /// <inheritdoc/>
    public async ValueTask RevokeTokenAsync(string id, DateTimeOffset expires, EventRecord told, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            // What has ended anyway need not be remembered; an hour more costs nothing and forgives a clock that is set back.
            var over = (told.Time - TimeSpan.FromHours(1)).ToMicroseconds();
            scope.Connection.Execute("DELETE FROM revoked_tokens WHERE expires < @over", new { over });
            if (scope.Connection.Execute("INSERT INTO revoked_tokens (id, expires) VALUES (@id, @expires) ON CONFLICT (id) DO NOTHING", new { id, expires = expires.ToMicroseconds() }) > 0)
            {
                Bump(scope);
                scope.Append(told);
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> IssueAsync(
        IReadOnlyList<string> agents, string transaction, IReadOnlyList<string> parents, Redemption? redemption, EventRecord told, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            foreach (var agent in agents)
            {
                if (scope.Connection.ExecuteScalar<long>(Person.IsId(agent) ? Works.Person : Works.Agent, new { agent }) == 0)
                {
                    return false;
                }
            }

            foreach (var parent in parents)
            {
                if (scope.Connection.ExecuteScalar<long>("SELECT count(*) FROM revoked_tokens WHERE id = @parent", new { parent }) > 0)
                {
                    return false;
                }
            }

            if (scope.Connection.ExecuteScalar<long>(Stopped, new { agents, transaction }) > 0)
            {
                return false;
            }

            if (redemption is not null && !Redeem(scope, redemption))
            {
                return false;
            }

            scope.Append(told);
            return true;
        },
        cancellationToken);

    private static class Works
    {
        public const string Agent = "SELECT count(*) FROM agents WHERE id = @agent AND revoked IS NULL";
        public const string Person = "SELECT count(*) FROM accounts WHERE id = @agent AND disabled IS NULL";
    }
}
