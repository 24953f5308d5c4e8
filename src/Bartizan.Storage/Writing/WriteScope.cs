using System.Security.Cryptography;
using Bartizan.Core.Events;
using Bartizan.Core.Signals;
using Bartizan.Storage.Events;
using Bartizan.Storage.Histories;
using Bartizan.Storage.Ledgers;
using Bartizan.Storage.Signals;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Writing;

/// <summary>What an item may use while the writer's transaction is open.</summary>
internal sealed class WriteScope(SqliteConnection connection, EventAppender events, LedgerAppender ledger, HistoryAppender histories, EventFanOut fanOut)
{
    private readonly List<StoredEvent> _appended = [];

    /// <summary>The writing connection.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>The ledger's head.</summary>
    public LedgerAppender Ledger => ledger;

    /// <summary>Agents' histories.</summary>
    public HistoryAppender Histories => histories;

    /// <summary>Events that followers learn of after the commit.</summary>
    public IReadOnlyList<StoredEvent> Appended => _appended;

    /// <summary>Appends an event and its ledger entry; returns the position.</summary>
    public long Append(EventRecord record)
    {
        EventAppender.Validate(record);
        return Append(record, SHA256.HashData(record.Json.Span));
    }

    /// <summary>Appends a validated event whose JSON has this SHA-256.</summary>
    public long Append(EventRecord record, ReadOnlySpan<byte> hash)
    {
        var (position, isNew) = events.Append(record, hash);
        if (isNew && ToldEvents.Kinds.Contains(record.Kind))
        {
            SqliteSignalStreams.Note(this, position);
        }

        if (isNew && fanOut.HasListeners)
        {
            _appended.Add(new StoredEvent(position, record));
        }

        return position;
    }

    /// <summary>Forgets the events of the last transaction.</summary>
    public void Clear() => _appended.Clear();

    /// <summary>What to give <see cref="Restore"/>.</summary>
    public object Save() => (_appended.Count, ledger.Save());

    /// <summary>Goes back to a saved state, as the database does.</summary>
    public void Restore(object saved)
    {
        var (count, head) = ((int, (Merkle.MerkleFrontier, byte[], long)))saved;
        _appended.RemoveRange(count, _appended.Count - count);
        ledger.Restore(head);
    }
}
