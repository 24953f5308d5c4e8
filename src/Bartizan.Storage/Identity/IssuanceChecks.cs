using System.Text;
using Bartizan.Core.Identity;
using Bartizan.Storage.Registry;
using Bartizan.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Identity;

/// <summary>
/// What the store looks at before each issuance, in the writer's transaction. What nearly always holds is asked by prepared statements: every token waits for
/// this one thread.
/// </summary>
internal sealed class IssuanceChecks(SqliteConnection connection) : IDisposable
{
    private const string StoppedSql = $"""
        SELECT count(*) FROM kill_switches WHERE thrown = 1 AND (
            kind = 'everything'
            OR (kind IN ('agent', 'user') AND target IN @agents)
            OR (kind = 'blueprint' AND target IN (SELECT b.name FROM blueprints b JOIN agents a ON a.blueprint = b.id WHERE a.id IN @agents))
            OR (kind = 'work' AND target = @transaction)
            OR (kind = 'system' AND target IN (SELECT json_extract(tags, '$.{Principal.SystemTag}') FROM agents WHERE id IN @agents)))
        """;

    // An agent against which nothing can stand but being revoked or suspended by a person: most are.
    private readonly Statement _free = new(connection, """
        SELECT 1 FROM agents WHERE id = ?1 AND revoked IS NULL AND suspended_for IS NULL AND blueprint IS NULL
            AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'blueprint-required')
        """);

    private readonly Statement _person = new(connection, "SELECT 1 FROM accounts WHERE id = ?1 AND disabled IS NULL");
    private readonly Statement _revoked = new(connection, "SELECT 1 FROM revoked_tokens WHERE id = ?1");
    private readonly Statement _thrown = new(connection, "SELECT 1 FROM kill_switches WHERE thrown = 1 LIMIT 1");

    /// <summary>Whether an agent may work at this time, or a person's account works.</summary>
    public bool Works(string id, DateTimeOffset now) =>
        Person.IsId(id) ? Holds(_person, id) : Holds(_free, id) || StandingRow.Works(connection, id, now);

    /// <summary>Whether a token, or the connection that it came of, was ended before its time.</summary>
    public bool IsRevoked(string id) => Holds(_revoked, id);

    /// <summary>Whether a kill switch stops one of these agents and persons, or the piece of work.</summary>
    public bool IsStopped(IReadOnlyList<string> agents, string transaction) =>
        _thrown.Scalar() is not null && connection.ExecuteScalar<long>(StoppedSql, new { agents, transaction }) > 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        _free.Dispose();
        _person.Dispose();
        _revoked.Dispose();
        _thrown.Dispose();
    }

    private static bool Holds(Statement statement, string id)
    {
        Span<byte> utf8 = id.Length <= 128 ? stackalloc byte[384] : new byte[Encoding.UTF8.GetMaxByteCount(id.Length)];
        return statement.BindText(1, utf8[..Encoding.UTF8.GetBytes(id, utf8)]).Scalar() is not null;
    }
}
