using Bartizan.Core.Identity.Registry;
using Bartizan.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Registry;

/// <summary>What an agent's standing depends on, as one row: the one query behind every answer to whether an agent may work.</summary>
internal class StandingRow
{
    /// <summary>Its columns.</summary>
    public const string Columns =
        """
        a.suspended_for AS SuspendedFor, a.blueprint AS BlueprintId, b.retired AS BlueprintRetired, b.reviewed AS BlueprintReviewed,
        v.review_days AS ReviewDays, v.expires AS BlueprintExpires,
        (o.id IS NOT NULL AND o.disabled IS NULL) AS OwnerIsLive, (s.id IS NOT NULL AND s.disabled IS NULL) AS SponsorIsLive,
        EXISTS (SELECT 1 FROM meta WHERE name = 'blueprint-required') AS BlueprintRequired
        """;

    /// <summary>Where they come from; <c>a</c> is the agent.</summary>
    public const string From =
        """
         FROM agents a
         LEFT JOIN blueprints b ON b.id = a.blueprint
         LEFT JOIN blueprint_versions v ON v.blueprint = b.id AND v.version = b.version
         LEFT JOIN accounts o ON o.name = v.owner
         LEFT JOIN accounts s ON s.name = v.sponsor
        """;

    public string? SuspendedFor { get; init; }
    public string? BlueprintId { get; init; }
    public long? BlueprintRetired { get; init; }
    public long BlueprintReviewed { get; init; }
    public long ReviewDays { get; init; }
    public long BlueprintExpires { get; init; }
    public long OwnerIsLive { get; init; }
    public long SponsorIsLive { get; init; }
    public long BlueprintRequired { get; init; }

    /// <summary>Whether an agent may work at this time, as the transaction sees it.</summary>
    public static bool Works(SqliteConnection connection, string agent, DateTimeOffset now) =>
        connection.QuerySingleOrDefault<StandingRow>($"SELECT {Columns}{From} WHERE a.id = @agent AND a.revoked IS NULL", new { agent })?.ToStanding().WorksAt(now) == true;

    /// <summary>What follows from it.</summary>
    public AgentStanding ToStanding() => AgentStanding.Of(new(
        SuspendedFor,
        BlueprintRequired != 0,
        BlueprintId is null ? null : new BlueprintFacts(
            BlueprintRetired is not null,
            OwnerIsLive != 0,
            SponsorIsLive != 0,
            SqliteTime.FromMicroseconds(BlueprintExpires),
            SqliteTime.FromMicroseconds(BlueprintReviewed).AddDays(ReviewDays))));
}
