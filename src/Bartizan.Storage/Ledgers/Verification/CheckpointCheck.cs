using Bartizan.Storage.Merkle;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Ledgers.Verification;

/// <summary>Checks every signed checkpoint: form, signature, and root over the entries it covers.</summary>
internal sealed class CheckpointCheck
{
    private readonly ProblemList _problems;
    private readonly Queue<Checkpoint> _waiting;

    /// <summary>Reads the stored checkpoints, and one that was kept elsewhere.</summary>
    public CheckpointCheck(SqliteConnection connection, NoteKey key, string? kept, ProblemList problems)
    {
        _problems = problems;
        var checkpoints = new List<Checkpoint>();
        foreach (var (size, note) in connection.Query<(long, byte[])>("SELECT size, CAST(note AS BLOB) FROM ledger_checkpoints ORDER BY size"))
        {
            Count++;
            Read(size, System.Text.Encoding.UTF8.GetString(note), key, checkpoints);
        }

        if (kept is not null)
        {
            Count++;
            Read(null, kept, key, checkpoints);
        }

        _waiting = new Queue<Checkpoint>(checkpoints.OrderBy(c => c.Size));
    }

    /// <summary>Checkpoints seen.</summary>
    public int Count { get; }

    /// <summary>Entries covered by a checkpoint that fits.</summary>
    public long Covered { get; private set; }

    /// <summary>Compares the checkpoints of the tree as it is now.</summary>
    /// <param name="tree">The entries so far.</param>
    /// <param name="isExplained">Whether something is already known to be wrong with them.</param>
    public void At(MerkleFrontier tree, bool isExplained)
    {
        while (_waiting.TryPeek(out var next) && next.Size == tree.Size)
        {
            _waiting.Dequeue();
            if (tree.Root().AsSpan().SequenceEqual(next.Root))
            {
                Covered = next.Size;
            }
            else if (!isExplained)
            {
                // Nothing else shows it: whoever did it recomputed everything that needs no key.
                _problems.Add(
                    LedgerProblemKind.Rewritten, Covered + 1, next.Size, null, "These entries are not those of the signed checkpoint that covers them; the checkpoint before still fits.");
            }
        }
    }

    /// <summary>Reports checkpoints of entries that are not there.</summary>
    public void Finish(long entries)
    {
        if (_waiting.Count > 0 && _waiting.Last() is { } last && last.Size > entries)
        {
            _problems.Add(
                LedgerProblemKind.Truncated, entries + 1, last.Size, null, "A signed checkpoint covers these entries, and they are not there.");
        }
    }

    private void Read(long? size, string text, NoteKey key, List<Checkpoint> checkpoints)
    {
        var note = SignedNote.Parse(text);
        var checkpoint = note is null ? null : Checkpoint.Parse(note.Text);
        var name = size is null ? "The checkpoint kept elsewhere" : "A stored checkpoint";
        var what = checkpoint is null ? "is not readable"
            : checkpoint.Origin != key.Name ? $"is of another ledger, {checkpoint.Origin}"
            : !note!.IsSignedBy(key) ? "is not signed by this ledger's key"
            : size is not null && size != checkpoint.Size ? $"is stored as one of {size} entries and says {checkpoint.Size}"
            : null;
        if (what is null)
        {
            checkpoints.Add(checkpoint!);
        }
        else
        {
            _problems.Add(LedgerProblemKind.Checkpoint, size ?? checkpoint?.Size ?? 0, null, $"{name} {what}.");
        }
    }
}
