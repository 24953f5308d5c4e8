using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Registry;

/// <summary>A version of a blueprint as a row.</summary>
internal sealed class BlueprintRow
{
    private const string Columns =
        """
        SELECT b.id, b.name, b.reviewed, b.retired, v.version, v.owner, v.sponsor, v.review_days AS ReviewDays, v.expires, v.created, v.created_by AS CreatedBy, v.spec
        FROM blueprints b JOIN blueprint_versions v ON v.blueprint = b.id
        """;

    public required string Id { get; init; }
    public required string Name { get; init; }
    public long Reviewed { get; init; }
    public long? Retired { get; init; }
    public long Version { get; init; }
    public required string Owner { get; init; }
    public required string Sponsor { get; init; }
    public long ReviewDays { get; init; }
    public long Expires { get; init; }
    public long Created { get; init; }
    public required string CreatedBy { get; init; }
    public required string Spec { get; init; }

    /// <summary>The versions in force, of all blueprints or of those that a condition names, by name.</summary>
    public static IEnumerable<Blueprint> InForce(SqliteConnection connection, string where, object parameters) =>
        connection.Query<BlueprintRow>($"{Columns} WHERE v.version = b.version AND ({where}) ORDER BY b.name, b.retired IS NOT NULL, b.id DESC", parameters).Select(r => r.ToBlueprint());

    /// <summary>All versions of one, the newest first.</summary>
    public static IEnumerable<Blueprint> Versions(SqliteConnection connection, string id) =>
        connection.Query<BlueprintRow>($"{Columns} WHERE b.id = @id ORDER BY v.version DESC", new { id }).Select(r => r.ToBlueprint());

    /// <summary>What is kept as JSON of a version.</summary>
    public static string SpecOf(Blueprint blueprint) => JsonSerializer.Serialize(
        new Contents(blueprint.Code, blueprint.Uses, blueprint.Ceiling, blueprint.Depth, (int)blueprint.Lifetime.TotalSeconds), EventFacts.Options);

    private Blueprint ToBlueprint()
    {
        var spec = JsonSerializer.Deserialize<Contents>(Spec, EventFacts.Options)!;
        return new Blueprint
        {
            Id = Id,
            Name = Name,
            Version = (int)Version,
            Owner = Owner,
            Sponsor = Sponsor,
            Code = spec.Code,
            Uses = spec.Uses,
            Ceiling = spec.Ceiling,
            Depth = spec.Depth,
            Lifetime = TimeSpan.FromSeconds(spec.LifetimeSeconds),
            ReviewDays = (int)ReviewDays,
            Expires = SqliteTime.FromMicroseconds(Expires),
            Created = SqliteTime.FromMicroseconds(Created),
            By = CreatedBy,
            Reviewed = SqliteTime.FromMicroseconds(Reviewed),
            Retired = Retired is { } retired ? SqliteTime.FromMicroseconds(retired) : null,
        };
    }

    private sealed record Contents(string? Code, TokenAuthority? Uses, string? Ceiling, int Depth, int LifetimeSeconds);
}
