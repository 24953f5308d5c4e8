using Bartizan.Core.Events;
using Bartizan.Core.Identity;
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
    public ValueTask<bool> IssueAsync(Issuance issuance, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var (checks, told) = (Checks(scope), issuance.Told);
            if (!issuance.Agents.All(a => checks.Works(a, told.Time)) || issuance.Parents.Any(checks.IsRevoked) || checks.IsStopped(issuance.Agents, issuance.Transaction))
            {
                return false;
            }

            if ((issuance.Redemption is { } redemption && !Redeem(scope, redemption)) || (issuance.Instance is { } instance && !InstanceChanges.TryApply(scope, ids, instance, told.Time)))
            {
                return false;
            }

            if (issuance.Mandate is { } mandate)
            {
                Add(scope, mandate);
            }

            scope.Append(told);
            return true;
        },
        cancellationToken);
}
