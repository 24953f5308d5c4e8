using System.Globalization;
using System.Reflection;
using Bartizan.Core.Results;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Sqlite;

/// <summary>Brings a database file up to this version's tables: embedded SQL files, numbered from 001, forward only.</summary>
internal static class Migrations
{
    /// <summary>Applies what is missing of a folder of migrations, each in its own transaction.</summary>
    /// <param name="connection">A connection that may write.</param>
    /// <param name="folder"><c>Store</c> or <c>Views</c>.</param>
    /// <param name="file">The database file, for the error message.</param>
    public static void Apply(SqliteConnection connection, string folder, string file)
    {
        var scripts = Scripts(folder);
        if (Current(connection) == scripts.Count)
        {
            return;
        }

        connection.Run("BEGIN IMMEDIATE");
        try
        {
            // Read again under the write lock: another process may just have done it.
            var current = Current(connection);
            if (current > scripts.Count)
            {
                throw new InputException(new InputError(
                    $"{file} was written by a newer Bartizan (schema {current}; this one knows {scripts.Count}).",
                    "Use that version, or another --data folder."));
            }

            foreach (var script in scripts.Skip(current))
            {
                connection.Run(script);
            }

            connection.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {scripts.Count}"));
            connection.Run("COMMIT");
        }
        catch
        {
            connection.Run("ROLLBACK");
            throw;
        }
    }

    private static int Current(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");

    private static List<string> Scripts(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(folder + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        })];
    }
}
