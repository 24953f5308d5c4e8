using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Content;
using Bartizan.Core.Credentials;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Credentials;

/// <summary>
/// Upstream secrets in the store's SQLite file. A value is sealed for its name, version, hosts and header, so that whoever can write to the file can neither
/// exchange two values nor bind one to another host.
/// </summary>
internal sealed class SqliteSecretStore(StoreWriter writer, Database database, IContentProtector content, IIdSource ids) : ISecretStore
{
    private const string SealedFor = "credentials.secret";
    private const string Columns = """
        SELECT s.name, s.owner, s.hosts, s.header, s.created, s.removed, s.used, v.version, v.sealed, v.created AS Rotated
        FROM secrets s JOIN secret_versions v ON v.name = s.name
        WHERE v.version = (SELECT max(version) FROM secret_versions WHERE name = s.name)
        """;

    /// <inheritdoc/>
    public ValueTask<long> VersionAsync(CancellationToken cancellationToken) =>
        new(database.Read(c => c.ExecuteScalar<long>("SELECT value FROM versions WHERE name = 'secrets'"), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UpstreamSecret>> ListAsync(CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<UpstreamSecret>>(
        c => [.. c.Query<Row>(Columns + " ORDER BY s.removed IS NOT NULL, s.name").Select(r => r.ToSecret())], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OpenedSecret>> OpenAsync(CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<OpenedSecret>>(
        c => [.. c.Query<Row>(Columns + " AND s.removed IS NULL ORDER BY s.name").Select(Open)], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(string name, string owner, SecretBinding binding, string value, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            // A name that was removed may come back; its versions are counted on.
            var now = when.ToMicroseconds();
            var added = scope.Connection.Execute(
                """
                INSERT INTO secrets (name, owner, hosts, header, created) VALUES (@name, @owner, @hosts, @HeaderText, @now)
                ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, hosts = excluded.hosts, header = excluded.header, created = excluded.created, removed = NULL, used = NULL
                WHERE removed IS NOT NULL
                """,
                new { name, owner, hosts = JsonSerializer.Serialize(binding.Hosts), binding.HeaderText, now }) > 0;
            if (added)
            {
                var version = Put(scope, name, binding, value, by, now);
                Changed(scope, "secret.added", when, new { name, version, owner, binding.Hosts, header = binding.HeaderText, by });
            }

            return added;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RotateAsync(string name, string value, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (scope.Connection.QuerySingleOrDefault<Row>(Columns + " AND s.name = @name AND s.removed IS NULL", new { name }) is not { } row)
            {
                return false;
            }

            End(scope, name, when);
            var version = Put(scope, name, row.ToSecret().Binding, value, by, when.ToMicroseconds());
            Changed(scope, "secret.rotated", when, new { name, version, by });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(string name, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (scope.Connection.Execute("UPDATE secrets SET removed = @now WHERE name = @name AND removed IS NULL", new { name, now = when.ToMicroseconds() }) == 0)
            {
                return false;
            }

            End(scope, name, when);
            Changed(scope, "secret.removed", when, new { name, by });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask UsedAsync(IReadOnlyDictionary<string, DateTimeOffset> used, CancellationToken cancellationToken) => await writer.RunAsync(
        scope => scope.Connection.Execute(
            "UPDATE secrets SET used = @at WHERE name = @name", used.Select(u => new { name = u.Key, at = u.Value.ToMicroseconds() })) > 0,
        cancellationToken);

    private OpenedSecret Open(Row row)
    {
        var secret = row.ToSecret();
        return new(secret, content.Unseal(SealedFor, Place(secret.Name, secret.Version, secret.Binding), row.Sealed));
    }

    private int Put(WriteScope scope, string name, SecretBinding binding, string value, string by, long now)
    {
        var version = scope.Connection.ExecuteScalar<int>("SELECT coalesce(max(version), 0) + 1 FROM secret_versions WHERE name = @name", new { name });
        scope.Connection.Execute(
            "INSERT INTO secret_versions (name, version, sealed, by_whom, created) VALUES (@name, @version, @text, @by, @now)",
            new { name, version, text = content.Seal(SealedFor, Place(name, version, binding), value), by, now });
        return version;
    }

    private static void End(WriteScope scope, string name, DateTimeOffset when) => scope.Connection.Execute(
        "UPDATE secret_versions SET sealed = '', ended = @now WHERE name = @name AND ended IS NULL", new { name, now = when.ToMicroseconds() });

    private void Changed(WriteScope scope, string kind, DateTimeOffset when, object fact)
    {
        scope.Connection.Execute("UPDATE versions SET value = value + 1 WHERE name = 'secrets'");
        scope.Append(EventFacts.Record(ids, "identity", kind, when, fact));
    }

    // None of the parts has a line break in it.
    private static string Place(string name, int version, SecretBinding binding) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}\n{version}\n{binding.HeaderText}\n{string.Join(' ', binding.Hosts)}");

    private sealed class Row
    {
        public required string Name { get; init; }
        public required string Owner { get; init; }
        public required string Hosts { get; init; }
        public required string Header { get; init; }
        public long Created { get; init; }
        public long? Removed { get; init; }
        public long? Used { get; init; }
        public int Version { get; init; }
        public required string Sealed { get; init; }
        public long Rotated { get; init; }

        public UpstreamSecret ToSecret() => new()
        {
            Name = Name,
            Owner = Owner,
            Binding = SecretBinding.Read(JsonSerializer.Deserialize<string[]>(Hosts) ?? [], Header),
            Version = Version,
            Created = SqliteTime.FromMicroseconds(Created),
            Rotated = SqliteTime.FromMicroseconds(Rotated),
            Used = Used is { } used ? SqliteTime.FromMicroseconds(used) : null,
            Removed = Removed is { } removed ? SqliteTime.FromMicroseconds(removed) : null,
        };
    }
}
