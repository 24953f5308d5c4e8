using System.Text;
using Bartizan.Core.Events;
using Bartizan.Storage.Ledgers;
using Bartizan.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Events;

/// <summary>Writes one event row and its ledger entry inside the writer's transaction. The writer owns it; nobody else may call it.</summary>
internal sealed class EventAppender(SqliteConnection connection, LedgerAppender ledger) : IDisposable
{
    private readonly Statement _insert = new(connection,
        "INSERT INTO events (position, id, time, source, kind, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING");

    private readonly Statement _find = new(connection, "SELECT position FROM events WHERE id = ?1");
    private readonly byte[] _text = new byte[3 * LedgerEntry.MaxName];

    /// <summary>The largest event, in bytes of JSON.</summary>
    public const int MaxJson = 32 * 1024 * 1024;

    /// <summary>Refuses an event that could not be stored, before it joins others in a batch.</summary>
    public static void Validate(EventRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        RequireName(record.Id, nameof(record.Id));
        RequireName(record.Source, nameof(record.Source));
        RequireName(record.Kind, nameof(record.Kind));
        if (record.Json.Length > MaxJson)
        {
            throw new ArgumentException($"An event holds at most {MaxJson} bytes of JSON; this one has {record.Json.Length}.", nameof(record));
        }
    }

    /// <summary>Appends; returns the position, and whether it is new (false: this id was there).</summary>
    /// <param name="record">A validated event.</param>
    /// <param name="hash">SHA-256 of its JSON, computed by the caller's thread and not by the writer's.</param>
    public (long Position, bool IsNew) Append(EventRecord record, ReadOnlySpan<byte> hash)
    {
        var id = Put(0, record.Id);
        var source = Put(1, record.Source);
        var kind = Put(2, record.Kind);
        var time = record.Time.ToMicroseconds();
        var position = ledger.Size + 1;
        var changed = _insert
            .Bind(1, position).BindText(2, id).Bind(3, time).BindText(4, source).BindText(5, kind).BindBlob(6, record.Json.Span)
            .Execute();
        if (changed == 0)
        {
            return (_find.BindText(1, id).Scalar()!.Value, false);
        }

        ledger.Append(time, source, kind, id, hash);
        return (position, true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
    }

    private static void RequireName(string value, string what)
    {
        // Names stand on lines of the ledger entry, so a line break in one would forge another line.
        if (value.Length is 0 or > LedgerEntry.MaxName || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"An event's {what} has 1 to {LedgerEntry.MaxName} printable ASCII characters.", what);
        }
    }

    private ReadOnlySpan<byte> Put(int slot, string value)
    {
        var bytes = _text.AsSpan(slot * LedgerEntry.MaxName, LedgerEntry.MaxName);
        return bytes[..Encoding.ASCII.GetBytes(value, bytes)];
    }
}
