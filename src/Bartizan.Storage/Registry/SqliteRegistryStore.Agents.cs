using Dapper;

namespace Bartizan.Storage.Registry;

/// <summary>What people decide of single agents.</summary>
internal sealed partial class SqliteRegistryStore
{
    /// <inheritdoc/>
    public ValueTask<bool> AssignAsync(string agent, string blueprint, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var name = scope.Connection.ExecuteScalar<string>(
                """
                UPDATE agents SET blueprint = @blueprint
                WHERE id = @agent AND revoked IS NULL AND EXISTS (SELECT 1 FROM blueprints WHERE id = @blueprint AND retired IS NULL)
                RETURNING name
                """,
                new { agent, blueprint });
            if (name is not null)
            {
                Changed(scope, "agent.assigned", when, new { agent, name, blueprint, by });
            }

            return name is not null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> SuspendAsync(string agent, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken) =>
        DecideAsync("UPDATE agents SET suspended_for = @reason WHERE id = @agent AND revoked IS NULL RETURNING name", "agent.suspended", agent, reason, by, when, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ResumeAsync(string agent, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken) => DecideAsync(
        "UPDATE agents SET suspended_for = NULL WHERE id = @agent AND revoked IS NULL AND suspended_for IS NOT NULL RETURNING name",
        "agent.resumed", agent, reason, by, when, cancellationToken);

    private ValueTask<bool> DecideAsync(
        string sql, string kind, string agent, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (scope.Connection.ExecuteScalar<string>(sql, new { agent, reason }) is not { } name)
            {
                return false;
            }

            Changed(scope, kind, when, new { agent, name, reason, by });
            return true;
        },
        cancellationToken);
}
