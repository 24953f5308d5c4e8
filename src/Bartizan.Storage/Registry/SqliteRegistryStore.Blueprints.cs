using Bartizan.Core.Identity.Registry;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Registry;

/// <summary>Blueprints.</summary>
internal sealed partial class SqliteRegistryStore
{
    /// <inheritdoc/>
    public ValueTask<BlueprintAdded> AddBlueprintAsync(Blueprint draft, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            // In the transaction, so that nobody's account ends between being looked at and being named. Names as the accounts write them.
            var (owner, sponsor) = (LiveAccount(scope.Connection, draft.Owner), LiveAccount(scope.Connection, draft.Sponsor));
            if (owner is null || sponsor is null)
            {
                return new BlueprintAdded(null, owner is not null, sponsor is not null);
            }

            var before = BlueprintRow.InForce(scope.Connection, "b.name = @Name AND b.retired IS NULL", new { draft.Name }).SingleOrDefault();
            var blueprint = draft with { Id = before?.Id ?? ids.NewId("bpt"), Version = (before?.Version ?? 0) + 1, Owner = owner, Sponsor = sponsor, Reviewed = draft.Created, Retired = null };
            Put(scope, blueprint, before is null ? "blueprint.added" : "blueprint.changed");
            return new BlueprintAdded(blueprint, true, true);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Blueprint?> NarrowBlueprintAsync(Blueprint narrower, bool isReviewed, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var before = BlueprintRow.InForce(scope.Connection, "b.id = @Id AND b.retired IS NULL", new { narrower.Id }).SingleOrDefault();
            if (before is null || before.Version != narrower.Version || !before.Bounds(narrower))
            {
                return null;
            }

            var after = before with
            {
                Version = before.Version + 1,
                Uses = narrower.Uses,
                Depth = narrower.Depth,
                Created = narrower.Created,
                By = narrower.By,
                Reviewed = isReviewed ? narrower.Created : before.Reviewed,
            };
            Put(scope, after, "blueprint.changed");
            return after;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> HasAccountAsync(string name, CancellationToken cancellationToken) =>
        new(database.Read<bool>(c => LiveAccount(c, name) is not null, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Blueprint>> BlueprintsAsync(CancellationToken cancellationToken) =>
        new(database.Read<IReadOnlyList<Blueprint>>(c => [.. BlueprintRow.InForce(c, "true", new { })], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Blueprint?> FindBlueprintAsync(string idOrName, CancellationToken cancellationToken) =>
        new(database.Read<Blueprint?>(c => BlueprintRow.InForce(c, "b.id = @idOrName OR b.name = @idOrName", new { idOrName }).FirstOrDefault(), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Blueprint>> VersionsAsync(string id, CancellationToken cancellationToken) =>
        new(database.Read<IReadOnlyList<Blueprint>>(c => [.. BlueprintRow.Versions(c, id)], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> RetireBlueprintAsync(string id, string by, DateTimeOffset when, CancellationToken cancellationToken) =>
        ChangeAsync("UPDATE blueprints SET retired = @at WHERE id = @id AND retired IS NULL RETURNING name", "blueprint.retired", id, by, when, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ReviewBlueprintAsync(string id, string by, DateTimeOffset when, CancellationToken cancellationToken) =>
        ChangeAsync("UPDATE blueprints SET reviewed = @at WHERE id = @id AND retired IS NULL RETURNING name", "blueprint.reviewed", id, by, when, cancellationToken);

    private void Put(WriteScope scope, Blueprint blueprint, string kind)
    {
        scope.Connection.Execute(
            """
            INSERT INTO blueprints (id, name, version, reviewed, retired) VALUES (@Id, @Name, @Version, @reviewed, NULL)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, reviewed = excluded.reviewed
            """,
            new { blueprint.Id, blueprint.Name, blueprint.Version, reviewed = blueprint.Reviewed.ToMicroseconds() });
        scope.Connection.Execute(
            """
            INSERT INTO blueprint_versions (blueprint, version, owner, sponsor, review_days, expires, created, created_by, spec)
            VALUES (@Id, @Version, @Owner, @Sponsor, @ReviewDays, @expires, @created, @By, @spec)
            """,
            new
            {
                blueprint.Id,
                blueprint.Version,
                blueprint.Owner,
                blueprint.Sponsor,
                blueprint.ReviewDays,
                expires = blueprint.Expires.ToMicroseconds(),
                created = blueprint.Created.ToMicroseconds(),
                blueprint.By,
                spec = BlueprintRow.SpecOf(blueprint),
            });
        Changed(scope, kind, blueprint.Created, new
        {
            blueprint = blueprint.Id,
            blueprint.Name,
            blueprint.Version,
            blueprint.Owner,
            blueprint.Sponsor,
            blueprint.Code,
            blueprint.Uses,
            blueprint.Ceiling,
            blueprint.Depth,
            lifetimeSeconds = (int)blueprint.Lifetime.TotalSeconds,
            blueprint.ReviewDays,
            blueprint.Expires,
            blueprint.By,
        });
    }

    private ValueTask<bool> ChangeAsync(string sql, string kind, string id, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (scope.Connection.ExecuteScalar<string>(sql, new { id, at = when.ToMicroseconds() }) is not { } name)
            {
                return false;
            }

            Changed(scope, kind, when, new { blueprint = id, name, by });
            return true;
        },
        cancellationToken);

    private static string? LiveAccount(SqliteConnection connection, string name) =>
        connection.ExecuteScalar<string>("SELECT name FROM accounts WHERE name = @name AND disabled IS NULL", new { name });
}
