using Bartizan.Core.Ids;
using Bartizan.Core.Policies;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Policies;

/// <summary>Policies in force in the store's SQLite file. Each is put there in one transaction with the event that tells of it.</summary>
internal sealed class SqliteEnforcedPolicyStore(StoreWriter writer, Database database, IIdSource ids) : IEnforcedPolicyStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EnforcedPolicy>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection
            .Query<(string Id, string Text, string By, long At)>("SELECT id, text, by_whom, at FROM enforced_policies ORDER BY id")
            .Select(row => new EnforcedPolicy(row.Id, row.Text, row.By, SqliteTime.FromMicroseconds(row.At)))]);
    }

    /// <inheritdoc/>
    public async ValueTask EnforceAsync(IReadOnlyList<EnforcedPolicy> policies, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            foreach (var policy in policies)
            {
                scope.Connection.Execute(
                    """
                    INSERT INTO enforced_policies (id, text, by_whom, at) VALUES (@Id, @Text, @By, @at)
                    ON CONFLICT (id) DO UPDATE SET text = excluded.text, by_whom = excluded.by_whom, at = excluded.at
                    """,
                    new { policy.Id, policy.Text, policy.By, at = policy.At.ToMicroseconds() });
                scope.Append(EventFacts.Record(ids, "policy", "policy.enforced", policy.At, policy));
            }

            scope.Connection.Execute("UPDATE versions SET value = value + 1 WHERE name = 'enforced_policies'");
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(lease.Connection.ExecuteScalar<long>("SELECT value FROM versions WHERE name = 'enforced_policies'"));
    }
}
