using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Storage.Instances;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>Issued and revoked tokens.</summary>
internal sealed partial class SqliteIdentityStore
{
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
        IReadOnlyList<string> agents, string transaction, IReadOnlyList<string> parents, Redemption? redemption, InstanceChange? instance, EventRecord told, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var checks = Checks(scope);
            if (!agents.All(a => checks.Works(a, told.Time)) || parents.Any(checks.IsRevoked) || checks.IsStopped(agents, transaction))
            {
                return false;
            }

            if ((redemption is not null && !Redeem(scope, redemption)) || (instance is not null && !InstanceChanges.TryApply(scope, ids, instance, told.Time)))
            {
                return false;
            }

            scope.Append(told);
            return true;
        },
        cancellationToken);
}
