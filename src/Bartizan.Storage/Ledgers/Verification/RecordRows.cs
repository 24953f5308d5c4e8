using System.Security.Cryptography;
using System.Text;
using Bartizan.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Ledgers.Verification;

/// <summary>An event row as the ledger sees it: its fields, and the hash of its JSON.</summary>
internal sealed record EventFields(long Position, string Id, long Time, string Source, string Kind, byte[] Hash);

/// <summary>Reads events and entries side by side, by number.</summary>
internal sealed class RecordRows(SqliteConnection connection) : IDisposable
{
    private readonly Statement _events = new(connection, "SELECT position, id, time, source, kind, json FROM events ORDER BY position");
    private readonly Statement _entries = new(connection, "SELECT seq, entry FROM ledger_entries ORDER BY seq");
    private EventFields? _event;
    private (long Sequence, byte[] Bytes)? _entry;
    private bool _isStarted;

    /// <summary>The next number that has a row, with what stands there; null after the last.</summary>
    public (long Number, EventFields? Event, byte[]? Entry)? Next()
    {
        if (!_isStarted)
        {
            _isStarted = true;
            ReadEvent();
            ReadEntry();
        }

        if (_event is null && _entry is null)
        {
            return null;
        }

        var number = Math.Min(_event?.Position ?? long.MaxValue, _entry?.Sequence ?? long.MaxValue);
        EventFields? found = null;
        byte[]? entry = null;
        if (_event?.Position == number)
        {
            found = _event;
            ReadEvent();
        }

        if (_entry?.Sequence == number)
        {
            entry = _entry.Value.Bytes;
            ReadEntry();
        }

        return (number, found, entry);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _entries.Dispose();
    }

    private void ReadEvent() => _event = _events.Next()
        ? new EventFields(
            _events.Integer(0), Text(1), _events.Integer(2), Text(3), Text(4), SHA256.HashData(_events.Blob(5)))
        : null;

    private void ReadEntry() => _entry = _entries.Next() ? (_entries.Integer(0), _entries.Blob(1).ToArray()) : null;

    // Read as bytes, so that what is not valid UTF-8 any more is seen as changed and does not throw.
    private string Text(int column) => Encoding.Latin1.GetString(_events.Blob(column));
}
