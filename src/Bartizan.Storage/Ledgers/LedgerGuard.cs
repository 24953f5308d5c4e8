using Bartizan.Core.Results;
using Bartizan.Storage.Merkle;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Ledgers;

/// <summary>Refuses to build on a ledger that no longer fits its last signed checkpoint: signing another one over it would hide the damage.</summary>
internal static class LedgerGuard
{
    private const string Fix = "Run `bartizan ledger verify` to see where, keep a copy of the folder, then restore a backup or start with a new --data folder.";

    /// <summary>Checks the last checkpoint's signature and root; costs a few tiles, not the whole ledger.</summary>
    public static void Require(SqliteConnection connection, NoteKey key)
    {
        var row = connection.QuerySingleOrDefault<(long Size, string Note)?>("SELECT size, note FROM ledger_checkpoints ORDER BY size DESC LIMIT 1");
        if (row is not { } last)
        {
            return;
        }

        if (SignedNote.Parse(last.Note) is not { } note || !note.IsSignedBy(key) || Checkpoint.Parse(note.Text) is not { } checkpoint
            || checkpoint.Size != last.Size || checkpoint.Origin != key.Name)
        {
            throw new InputException(new InputError("The ledger's last checkpoint is not one that this folder's key signed.", Fix));
        }

        try
        {
            if (MerkleProofs.Root(new LedgerNodes(connection), checkpoint.Size).AsSpan().SequenceEqual(checkpoint.Root))
            {
                return;
            }
        }
        catch (LedgerDamagedException)
        {
            // Said below.
        }

        throw new InputException(new InputError($"The ledger's first {checkpoint.Size} entries are not those of its last checkpoint.", Fix));
    }
}
