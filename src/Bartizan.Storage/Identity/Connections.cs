using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>Ends connections of people with agents, inside a change that has another reason.</summary>
internal static class Connections
{
    // Access tokens live five minutes; as long again forgives clocks.
    private static readonly TimeSpan TokensLive = TimeSpan.FromMinutes(10);

    /// <summary>Ends all of an account, or only those with one agent; returns how many were not over.</summary>
    public static int EndAll(WriteScope scope, string account, string? agent, DateTimeOffset now)
    {
        var ended = scope.Connection.Query<string>(
            "UPDATE connections SET ended = @now WHERE account = @account AND (@agent IS NULL OR agent = @agent) AND ended IS NULL RETURNING id",
            new { account, agent, now = now.ToMicroseconds() }).ToList();
        foreach (var id in ended)
        {
            EndConnection(scope, id, now);
        }

        return ended.Count;
    }

    /// <summary>Ends one; false when it was over.</summary>
    public static bool End(WriteScope scope, string id, DateTimeOffset now)
    {
        var ended = scope.Connection.Execute("UPDATE connections SET ended = @now WHERE id = @id AND ended IS NULL", new { id, now = now.ToMicroseconds() }) > 0;
        if (ended)
        {
            EndConnection(scope, id, now);
        }

        return ended;
    }

    /// <summary>Ends the tokens that name this id among those that they rest on: a connection, or a run of an agent.</summary>
    public static void EndTokens(WriteScope scope, string id, DateTimeOffset now) => scope.Connection.Execute(
        "INSERT INTO revoked_tokens (id, expires) VALUES (@id, @expires) ON CONFLICT (id) DO NOTHING", new { id, expires = (now + TokensLive).ToMicroseconds() });

    private static void EndConnection(WriteScope scope, string id, DateTimeOffset now)
    {
        EndTokens(scope, id, now);
        // The mandate that the person gave with it has its id.
        scope.Connection.Execute("UPDATE mandates SET ended = @now WHERE id = @id AND ended IS NULL", new { id, now = now.ToMicroseconds() });
    }
}
