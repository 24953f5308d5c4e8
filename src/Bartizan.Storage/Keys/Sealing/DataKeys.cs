using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Bartizan.Core.Results;
using Bartizan.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Keys.Sealing;

/// <summary>
/// The keys that seal what the store keeps, each wrapped in the store by a key-encryption key. Unwrapped when first needed and then kept in memory,
/// so that a command that seals nothing needs no key.
/// </summary>
internal sealed class DataKeys(Database database, KeyFolder folder)
{
    /// <summary>Bytes of a data key.</summary>
    public const int KeySize = 32;

    private readonly ConcurrentDictionary<int, byte[]> _open = new();
    private int _newest;

    /// <summary>The key that seals now. Another process may have added one since; that one then opens what it sealed.</summary>
    /// <exception cref="InputException">The key-encryption key is missing, or another.</exception>
    public (int Id, byte[] Key) Newest()
    {
        var id = Volatile.Read(ref _newest);
        if (id == 0)
        {
            Volatile.Write(ref _newest, id = database.Read(c => c.ExecuteScalar<int>("SELECT max(id) FROM data_keys"), default));
        }

        return (id, Find(id)!);
    }

    /// <summary>A key by its number; null when the store never had it.</summary>
    /// <exception cref="InputException">The key-encryption key is missing, or another.</exception>
    public byte[]? Find(int id)
    {
        if (_open.TryGetValue(id, out var open))
        {
            return open;
        }

        if (Rows(id).SingleOrDefault() is not { } row)
        {
            return null;
        }

        using var wrapper = KeySource.Open(row.Source, folder);
        return _open.GetOrAdd(id, Unwrap(wrapper, row));
    }

    /// <summary>Opens every key now, so that a missing or wrong key-encryption key is found at start.</summary>
    /// <exception cref="InputException">It is missing, or another.</exception>
    public void Require()
    {
        foreach (var id in database.Read(c => c.Query<int>("SELECT id FROM data_keys").ToList(), default))
        {
            Find(id);
        }
    }

    /// <summary>Makes the first key where there is none, under a key-encryption key in the store's own folder.</summary>
    public void EnsureFirst(SqliteConnection connection, DateTimeOffset when)
    {
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM data_keys") > 0)
        {
            return;
        }

        // Two processes at once take the same file, and the one that comes second adds no row.
        var source = KeySource.NewOwn(folder, 1);
        using var wrapper = KeySource.Open(source, folder);
        connection.Execute(
            "INSERT INTO data_keys (id, wrapped, source, created) VALUES (1, @wrapped, @source, @created) ON CONFLICT (id) DO NOTHING",
            new { wrapped = wrapper.Wrap(RandomNumberGenerator.GetBytes(KeySize), Context(1)), source, created = when.ToMicroseconds() });
    }

    /// <summary>What a row says, for people: number, where its key-encryption key is, when it was made.</summary>
    public IReadOnlyList<DataKeyRow> Rows(int? id = null) => database.Read(
        c => c.Query<DataKeyRow>("SELECT id, wrapped, source, created FROM data_keys WHERE id = coalesce(@id, id) ORDER BY id", new { id }).ToList(), default);

    /// <summary>Wraps every key again under another key-encryption key, and adds a new one that seals from then on. Within the caller's transaction.</summary>
    /// <returns>How many were wrapped again, and where they were wrapped before.</returns>
    public (int Wrapped, IReadOnlyList<string> Before) Rewrap(SqliteConnection connection, string source, DateTimeOffset when)
    {
        using var next = KeySource.Open(source, folder);
        var rows = connection.Query<DataKeyRow>("SELECT id, wrapped, source, created FROM data_keys ORDER BY id").ToList();
        foreach (var group in rows.GroupBy(r => r.Source, StringComparer.Ordinal))
        {
            using var last = KeySource.Open(group.Key, folder);
            foreach (var row in group)
            {
                connection.Execute(
                    "UPDATE data_keys SET wrapped = @wrapped, source = @source WHERE id = @Id",
                    new { row.Id, source, wrapped = next.Wrap(Unwrap(last, row), Context(row.Id)) });
            }
        }

        var id = rows.Max(r => r.Id) + 1;
        connection.Execute(
            "INSERT INTO data_keys (id, wrapped, source, created) VALUES (@id, @wrapped, @source, @created)",
            new { id, wrapped = next.Wrap(RandomNumberGenerator.GetBytes(KeySize), Context(id)), source, created = when.ToMicroseconds() });
        return (rows.Count, [.. rows.Select(r => r.Source).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Seals with the newest key from now on.</summary>
    public void Refresh() => Volatile.Write(ref _newest, 0);

    private static byte[] Unwrap(IKeyWrapper wrapper, DataKeyRow row) =>
        wrapper.Unwrap(row.Wrapped, Context(row.Id)) is { Length: KeySize } key
            ? key
            : throw new InputException(new InputError(
                string.Create(CultureInfo.InvariantCulture, $"The key-encryption key {row.Source} does not open this store's data key {row.Id}."),
                "It is another key than the one that wrapped it: put the right one there, or restore the store that belongs to it."));

    private static string Context(int id) => string.Create(CultureInfo.InvariantCulture, $"bartizan/data-key/v1 {id}");
}

/// <summary>A wrapped data key as it is stored.</summary>
internal sealed class DataKeyRow
{
    public int Id { get; init; }
    public required string Wrapped { get; init; }
    public required string Source { get; init; }
    public long Created { get; init; }
}
