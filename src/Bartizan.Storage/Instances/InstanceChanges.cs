using System.Text.Json;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Instances;

/// <summary>Lets runs of agents begin and go on, inside the transaction that records the identity which is issued to them.</summary>
internal static class InstanceChanges
{
    // How long runs are listed that are over. The ledger keeps them for good.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Does it; false, and nothing was written, when what it costs was used, its evidence belongs to another key, or the run that should go on is over.</summary>
    public static bool TryApply(WriteScope scope, IIdSource ids, InstanceChange change, DateTimeOffset now)
    {
        var (instance, connection, at) = (change.Instance, scope.Connection, now.ToMicroseconds());
        var isOthers = change.Evidence.Any(e => connection.ExecuteScalar<long>(
            "SELECT count(*) FROM shown_evidence WHERE digest = @Digest AND thumbprint <> @Thumbprint AND expires > @at", new { e.Digest, instance.Thumbprint, at }) > 0);
        var runs = !change.Renews || connection.ExecuteScalar<long>(
            "SELECT count(*) FROM agent_instances WHERE id = @Id AND agent = @Agent AND thumbprint = @Thumbprint AND ended IS NULL AND ends > @at",
            new { instance.Id, instance.Agent, instance.Thumbprint, at }) > 0;
        // The last thing that can fail is the first that writes.
        if (isOthers || !runs || (change.JoinToken is { } token && !TryUse(scope, token, instance.Agent, at)))
        {
            return false;
        }

        connection.Execute("DELETE FROM agent_instances WHERE ends < @over", new { over = (now - Remembered).ToMicroseconds() });
        connection.Execute("DELETE FROM join_tokens WHERE expires < @over", new { over = (now - Remembered).ToMicroseconds() });
        connection.Execute("DELETE FROM shown_evidence WHERE expires <= @at", new { at });
        foreach (var evidence in change.Evidence)
        {
            connection.Execute(
                "INSERT INTO shown_evidence (digest, thumbprint, expires) VALUES (@Digest, @Thumbprint, @expires) ON CONFLICT (digest) DO NOTHING",
                new { evidence.Digest, instance.Thumbprint, expires = evidence.Expires.ToMicroseconds() });
        }

        connection.Execute(
            """
            INSERT INTO agent_instances (id, agent, thumbprint, evidence, selectors, started, attested, ends, ended)
            VALUES (@Id, @Agent, @Thumbprint, @Evidence, @selectors, @started, @attested, @ends, NULL)
            ON CONFLICT (id) DO UPDATE SET evidence = excluded.evidence, selectors = excluded.selectors, attested = excluded.attested, ends = max(ends, excluded.ends)
            """,
            new
            {
                instance.Id,
                instance.Agent,
                instance.Thumbprint,
                instance.Evidence,
                selectors = JsonSerializer.Serialize(instance.Selectors, EventFacts.Options),
                started = instance.Started.ToMicroseconds(),
                attested = instance.Attested.ToMicroseconds(),
                ends = instance.Ends.ToMicroseconds(),
            });
        scope.Append(EventFacts.Record(ids, "identity", change.Renews ? "agent.instance-renewed" : "agent.instance-started", now, new
        {
            instance = instance.Id,
            instance.Agent,
            key = instance.Thumbprint,
            instance.Selectors,
            instance.Attested,
            instance.Ends,
        }));
        return true;
    }

    private static bool TryUse(WriteScope scope, byte[] hash, string agent, long at) => scope.Connection.Execute(
        "UPDATE join_tokens SET used = @at WHERE hash = @hash AND agent = @agent AND used IS NULL AND expires > @at", new { hash, agent, at }) > 0;
}
