using System.Text;
using Bartizan.Storage.Merkle;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Ledgers;

/// <summary>The ledger as others see it: checkpoints and proofs. Entries are added by the event log alone.</summary>
public sealed class Ledger
{
    private readonly StoreWriter _writer;
    private readonly Database _database;

    internal Ledger(StoreWriter writer, Database database, NoteKey key) => (_writer, _database, Key) = (writer, database, key);

    /// <summary>The key that verifies this ledger's checkpoints; its name is the ledger's origin.</summary>
    public NoteKey Key { get; }

    /// <summary>The newest checkpoint as a signed note, after signing one if entries wait for it; null while the ledger is empty.</summary>
    public async ValueTask<string?> CheckpointAsync(CancellationToken cancellationToken)
    {
        var size = await _writer.CheckpointAsync(cancellationToken);
        using var lease = _database.Read();
        return lease.Connection.ExecuteScalar<string>("SELECT note FROM ledger_checkpoints WHERE size = @size", new { size });
    }

    /// <summary>Proof that an event is in the ledger; null when there is no such event. Signs a checkpoint if none covers it yet.</summary>
    public async ValueTask<LedgerProof?> ProofAsync(string eventId, CancellationToken cancellationToken)
    {
        if (Find(eventId) is not { } sequence)
        {
            return null;
        }

        var note = Covering(sequence) ?? await CheckpointAsync(cancellationToken);
        var checkpoint = SignedNote.Parse(note ?? "") is { } signed ? Checkpoint.Parse(signed.Text) : null;
        if (checkpoint is null)
        {
            throw new LedgerDamagedException("its newest checkpoint is not readable");
        }

        using var lease = _database.Read();
        var nodes = new LedgerNodes(lease.Connection);
        var entry = lease.Connection.ExecuteScalar<byte[]>("SELECT entry FROM ledger_entries WHERE seq = @sequence", new { sequence })
            ?? throw new LedgerDamagedException($"entry {sequence} is missing");
        return new LedgerProof
        {
            EventId = eventId,
            Index = sequence - 1,
            TreeSize = checkpoint.Size,
            Entry = Encoding.ASCII.GetString(entry),
            LeafHash = Convert.ToBase64String(MerkleHash.Leaf(entry)),
            Path = [.. MerkleProofs.Inclusion(nodes, sequence - 1, checkpoint.Size).Select(Convert.ToBase64String)],
            Checkpoint = note!,
            Key = Key.ToString(),
        };
    }

    /// <summary>Proof that the ledger of <paramref name="newer"/> entries begins with the one of <paramref name="older"/> entries (RFC 6962, section 2.1.2).</summary>
    public ValueTask<IReadOnlyList<byte[]>> ConsistencyAsync(long older, long newer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = _database.Read();
        return new(MerkleProofs.Consistency(new LedgerNodes(lease.Connection), older, newer));
    }

    private long? Find(string eventId)
    {
        using var lease = _database.Read();
        return lease.Connection.ExecuteScalar<long?>("SELECT position FROM events WHERE id = @eventId", new { eventId });
    }

    // The newest checkpoint, if it covers the entry: one that others may have seen and kept.
    private string? Covering(long sequence)
    {
        using var lease = _database.Read();
        return lease.Connection.ExecuteScalar<string>(
            "SELECT note FROM ledger_checkpoints WHERE size >= @sequence ORDER BY size DESC LIMIT 1", new { sequence });
    }
}
