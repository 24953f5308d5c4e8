using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bartizan.Storage.Sqlite;

/// <summary>A prepared statement used again and again, straight on SQLite's interface: the append path has no room for ADO.NET's objects.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares <paramref name="sql"/>.</summary>
    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Binds the parameter at <paramref name="index"/>, from 1.</summary>
    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    /// <summary>Binds NULL.</summary>
    public Statement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    /// <summary>Binds UTF-8 text.</summary>
    public Statement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        // An empty span has no address, which SQLite would read as NULL.
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(_statement, index, "") : raw.sqlite3_bind_text(_statement, index, utf8));
        return this;
    }

    /// <summary>Binds bytes.</summary>
    public Statement BindBlob(int index, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index, 0) : raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <summary>Runs to the end; returns how many rows changed.</summary>
    public int Execute()
    {
        Finish(raw.sqlite3_step(_statement));
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Moves to the next row; false, and ready to be used again, after the last.</summary>
    public bool Next()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        Finish(code);
        return false;
    }

    /// <summary>First column of the first row, or null when there is no row or it is NULL.</summary>
    public long? Scalar()
    {
        if (!Next())
        {
            return null;
        }

        var value = raw.sqlite3_column_type(_statement, 0) == raw.SQLITE_NULL ? (long?)null : Integer(0);
        Reset();
        return value;
    }

    /// <summary>A column of the current row.</summary>
    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A column of the current row.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>A column of the current row, valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Makes it ready to be used again.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Finish(int code)
    {
        if (code == raw.SQLITE_DONE)
        {
            Reset();
            return;
        }

        try
        {
            Check(code);
        }
        finally
        {
            Reset();
        }
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
