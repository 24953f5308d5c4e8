using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Sqlite;

/// <summary>One SQLite file in WAL mode: opens its connections and keeps idle readers.</summary>
internal sealed class Database : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly string _path;
    private bool _disposed;

    /// <summary>Names the file; nothing is opened yet.</summary>
    public Database(string path)
    {
        _ = SqliteLibrary.Version;
        _path = path;
    }

    /// <summary>Opens a connection that may write.</summary>
    /// <param name="synchronous">SQLite's word: <c>OFF</c>, <c>NORMAL</c> or <c>FULL</c>.</param>
    public SqliteConnection OpenWriter(string synchronous)
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        // Checkpoints are the WAL keeper's work, off the append path; 16,000 pages (64 MB) is the backstop.
        connection.Run($"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {synchronous};
            PRAGMA fullfsync = 1;
            PRAGMA foreign_keys = ON;
            PRAGMA wal_autocheckpoint = 16000;
            PRAGMA journal_size_limit = 67108864;
            """);
        return connection;
    }

    /// <summary>Lends a reading connection; disposing the lease gives it back.</summary>
    public Lease Read()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new Lease(this, _idle.TryTake(out var connection) ? connection : Open(SqliteOpenMode.ReadOnly));
    }

    /// <summary>Asks something of a reading connection.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public T Read<T>(Func<SqliteConnection, T> ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = Read();
        return ask(lease.Connection);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        connection.Open();
        // Another process may be writing: SQLite itself waits, in short steps, instead of failing.
        connection.Run("PRAGMA busy_timeout = 15000; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
        return connection;
    }

    private void Return(SqliteConnection connection)
    {
        if (_disposed || _idle.Count >= 8)
        {
            connection.Dispose();
        }
        else
        {
            _idle.Add(connection);
        }
    }

    /// <summary>A lent reading connection.</summary>
    internal readonly struct Lease(Database owner, SqliteConnection connection) : IDisposable
    {
        /// <summary>The connection; valid until the lease is disposed.</summary>
        public SqliteConnection Connection => connection;

        /// <inheritdoc/>
        public void Dispose() => owner.Return(connection);
    }
}
