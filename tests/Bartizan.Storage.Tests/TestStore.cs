using System.Text;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;
using Bartizan.Storage.Ledgers.Verification;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Tests;

/// <summary>A data folder of one test, deleted at its end.</summary>
internal sealed class TestStore : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public string Database => new DataFolder(Folder).Database;

    public Task<BartizanStore> OpenAsync(Func<StoreOptions, StoreOptions>? change = null, TimeProvider? clock = null)
    {
        var options = new StoreOptions { DataFolder = Folder };
        return BartizanStore.OpenAsync(
            change?.Invoke(options) ?? options, clock ?? TimeProvider.System, new SortableIdSource(TimeProvider.System), CancellationToken.None);
    }

    /// <summary>Makes a closed store of so many events, with a checkpoint every ten.</summary>
    public async Task FillAsync(int count, int checkpointEntries = 10)
    {
        await using var store = await OpenAsync(o => o with { CheckpointEntries = checkpointEntries });
        for (var i = 1; i <= count; i++)
        {
            await store.Events.AppendAsync(Event(i), default);
        }
    }

    public LedgerReport Verify(string? kept = null) => LedgerVerifier.Verify(Folder, null, kept, null, default);

    /// <summary>Changes the database behind the store's back.</summary>
    public void Tamper(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }

    public T Query<T>(string sql)
    {
        using var connection = Open();
        return Dapper.SqlMapper.ExecuteScalar<T>(connection, sql)!;
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }

    public static EventRecord Event(int number, string? id = null) => new()
    {
        Id = id ?? $"evt_{number:d6}",
        Time = DateTimeOffset.UnixEpoch.AddYears(56).AddMilliseconds(number),
        Source = "test",
        Kind = "sample",
        Json = Encoding.UTF8.GetBytes($$"""{"number":{{number}}}"""),
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
