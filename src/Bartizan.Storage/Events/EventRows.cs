using Bartizan.Core.Events;
using Bartizan.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Events;

/// <summary>Reads rows of the event log.</summary>
internal static class EventRows
{
    private const string Columns = "SELECT position, id, time, source, kind, json FROM events";

    /// <summary>Events after a position, oldest first.</summary>
    public static List<StoredEvent> Read(SqliteConnection connection, long after, int max)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Columns + " WHERE position > $after ORDER BY position LIMIT $max";
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$max", max);
        return All(command);
    }

    /// <summary>The event with this id.</summary>
    public static StoredEvent? Find(SqliteConnection connection, string id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Columns + " WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        return All(command) is [var found] ? found : null;
    }

    private static List<StoredEvent> All(SqliteCommand command)
    {
        var events = new List<StoredEvent>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            events.Add(new StoredEvent(reader.GetInt64(0), new EventRecord
            {
                Id = reader.GetString(1),
                Time = SqliteTime.FromMicroseconds(reader.GetInt64(2)),
                Source = reader.GetString(3),
                Kind = reader.GetString(4),
                Json = reader.GetFieldValue<byte[]>(5),
            }));
        }

        return events;
    }
}
