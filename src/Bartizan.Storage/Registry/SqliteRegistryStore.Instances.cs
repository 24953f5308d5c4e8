using Bartizan.Core.Identity.Registry;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Registry;

/// <summary>Runs of agents.</summary>
internal sealed partial class SqliteRegistryStore
{
    private const int MostListed = 1_000;

    // How long runs are listed that are over. The ledger keeps them for good.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public ValueTask<bool> StartInstanceAsync(AgentInstance instance, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (!StandingRow.Works(scope.Connection, instance.Agent, instance.Started))
            {
                return false;
            }

            scope.Connection.Execute("DELETE FROM agent_instances WHERE ends < @over", new { over = (instance.Started - Remembered).ToMicroseconds() });
            scope.Connection.Execute(
                "INSERT INTO agent_instances (id, agent, thumbprint, evidence, started, ends, ended) VALUES (@Id, @Agent, @Thumbprint, @Evidence, @started, @ends, NULL)",
                new
                {
                    instance.Id,
                    instance.Agent,
                    instance.Thumbprint,
                    instance.Evidence,
                    started = instance.Started.ToMicroseconds(),
                    ends = instance.Ends.ToMicroseconds(),
                });
            Tell(scope, "agent.instance-started", instance.Started, new { instance = instance.Id, instance.Agent, key = instance.Thumbprint, instance.Evidence, instance.Ends });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RenewInstanceAsync(string id, DateTimeOffset ends, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var agent = scope.Connection.ExecuteScalar<string>(
                "SELECT agent FROM agent_instances WHERE id = @id AND ended IS NULL AND ends > @now", new { id, now = when.ToMicroseconds() });
            if (agent is null || !StandingRow.Works(scope.Connection, agent, when))
            {
                return false;
            }

            scope.Connection.Execute("UPDATE agent_instances SET ends = @ends WHERE id = @id", new { id, ends = ends.ToMicroseconds() });
            Tell(scope, "agent.instance-renewed", when, new { instance = id, agent, ends });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> EndInstanceAsync(string id, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var agent = scope.Connection.ExecuteScalar<string>(
                "UPDATE agent_instances SET ended = @now WHERE id = @id AND ended IS NULL AND ends > @now RETURNING agent", new { id, now = when.ToMicroseconds() });
            if (agent is not null)
            {
                Tell(scope, "agent.instance-ended", when, new { instance = id, agent });
            }

            return agent is not null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AgentInstance>> InstancesAsync(string? agent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection
            .Query<InstanceRow>(
                "SELECT id, agent, thumbprint, evidence, started, ends, ended FROM agent_instances WHERE @agent IS NULL OR agent = @agent ORDER BY started DESC, id DESC LIMIT @most",
                new { agent, most = MostListed })
            .Select(r => r.ToInstance())]);
    }

    private sealed class InstanceRow
    {
        public required string Id { get; init; }
        public required string Agent { get; init; }
        public required string Thumbprint { get; init; }
        public required string Evidence { get; init; }
        public long Started { get; init; }
        public long Ends { get; init; }
        public long? Ended { get; init; }

        public AgentInstance ToInstance() => new()
        {
            Id = Id,
            Agent = Agent,
            Thumbprint = Thumbprint,
            Evidence = Evidence,
            Started = SqliteTime.FromMicroseconds(Started),
            Ends = SqliteTime.FromMicroseconds(Ends),
            Ended = Ended is { } at ? SqliteTime.FromMicroseconds(at) : null,
        };
    }
}
