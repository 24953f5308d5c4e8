using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Sqlite;

/// <summary>Short forms for statements outside the append path.</summary>
internal static class SqliteExtensions
{
    /// <summary>Runs statements that return nothing.</summary>
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        // Only constants of this assembly come here; values go through parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
