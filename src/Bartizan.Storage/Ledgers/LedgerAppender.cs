using Bartizan.Storage.Merkle;
using Bartizan.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Ledgers;

/// <summary>Adds entries and checkpoints inside the writer's transaction. Its state is the ledger's head; the writer reloads it when another process wrote.</summary>
internal sealed class LedgerAppender : ITileSink, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly CheckpointSigner _signer;
    private readonly Statement _insertEntry;
    private readonly Statement _insertTile;
    private readonly byte[] _entry = new byte[LedgerEntry.MaxLength];
    private byte[] _previous = new byte[MerkleHash.Size];
    private MerkleFrontier _frontier = new();

    /// <summary>Prepares the statements; <see cref="Reload"/> comes next.</summary>
    public LedgerAppender(SqliteConnection connection, CheckpointSigner signer)
    {
        _connection = connection;
        _signer = signer;
        _insertEntry = new Statement(connection, "INSERT INTO ledger_entries (seq, entry) VALUES (?1, ?2)");
        _insertTile = new Statement(connection, "INSERT INTO ledger_tiles (level, idx, root, hashes) VALUES (?1, ?2, ?3, ?4)");
    }

    /// <summary>Entries so far.</summary>
    public long Size => _frontier.Size;

    /// <summary>Entries that the last checkpoint covers.</summary>
    public long CheckpointSize { get; private set; }

    /// <summary>Reads the head anew; call inside a transaction.</summary>
    public void Reload()
    {
        var size = _connection.ExecuteScalar<long?>("SELECT max(seq) FROM ledger_entries") ?? 0;
        var nodes = new LedgerNodes(_connection);
        _frontier = MerkleFrontier.Load(size, (level, first, hashes) => nodes.Hashes(level, first, hashes.Span));
        _previous = new byte[MerkleHash.Size];
        if (size > 0)
        {
            MerkleHash.Leaf(_connection.ExecuteScalar<byte[]>("SELECT entry FROM ledger_entries WHERE seq = @size", new { size })!, _previous);
        }

        CheckpointSize = _connection.ExecuteScalar<long?>("SELECT max(size) FROM ledger_checkpoints") ?? 0;
    }

    /// <summary>Adds the entry of the event that is stored at position <see cref="Size"/> + 1.</summary>
    public void Append(long microseconds, ReadOnlySpan<byte> source, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> id, ReadOnlySpan<byte> eventHash)
    {
        var sequence = Size + 1;
        var entry = _entry.AsSpan(0, LedgerEntry.Write(_entry, sequence, microseconds, source, kind, id, eventHash, _previous));
        _insertEntry.Bind(1, sequence).BindBlob(2, entry).Execute();
        MerkleHash.Leaf(entry, _previous);
        _frontier.Append(_previous, this);
    }

    /// <summary>Signs a checkpoint over all entries, unless the last one already covers them.</summary>
    public void Checkpoint()
    {
        if (Size == CheckpointSize)
        {
            return;
        }

        var note = _signer.Sign(Size, _frontier.Root());
        _connection.Execute("INSERT INTO ledger_checkpoints (size, note) VALUES (@Size, @note)", new { Size, note });
        CheckpointSize = Size;
    }

    /// <summary>What to give <see cref="Restore"/> when a part of the transaction is rolled back.</summary>
    public (MerkleFrontier Frontier, byte[] Previous, long CheckpointSize) Save() => (_frontier.Copy(), (byte[])_previous.Clone(), CheckpointSize);

    /// <summary>Goes back to a saved state.</summary>
    public void Restore((MerkleFrontier Frontier, byte[] Previous, long CheckpointSize) saved) =>
        (_frontier, _previous, CheckpointSize) = saved;

    /// <inheritdoc/>
    public void Full(int level, long index, ReadOnlySpan<byte> root, ReadOnlySpan<byte> hashes) =>
        _insertTile.Bind(1, level).Bind(2, index).BindBlob(3, root).BindBlob(4, hashes).Execute();

    /// <inheritdoc/>
    public void Dispose()
    {
        _insertEntry.Dispose();
        _insertTile.Dispose();
    }
}
