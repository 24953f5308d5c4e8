using Bartizan.Core.Results;
using Bartizan.Storage.Keys;
using Bartizan.Storage.Merkle;
using Bartizan.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Ledgers.Verification;

/// <summary>Reads a whole ledger, and the events it commits to, and says what was changed, removed, moved or added, and where. Never writes; a server may be running.</summary>
public static class LedgerVerifier
{
    /// <summary>Problems listed one by one; the rest is counted.</summary>
    public const int MaxProblems = 1_000;

    private const int ProgressEvery = 4_096;

    /// <summary>Verifies the ledger of a data folder.</summary>
    /// <param name="dataFolder">The folder.</param>
    /// <param name="key">The key that signed its checkpoints, kept elsewhere; null to take the folder's own.</param>
    /// <param name="kept">A checkpoint note kept elsewhere, which the ledger must still fit; or null.</param>
    /// <param name="progress">Told of records done, and records in all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static LedgerReport Verify(
        string dataFolder, NoteKey? key, string? kept, IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(dataFolder);
        using var database = new Database(folder.Database);
        using var lease = database.Read();
        // One read transaction: a server that appends meanwhile does not move the ground.
        lease.Connection.Run("BEGIN");
        try
        {
            return Verify(lease.Connection, key ?? OwnKey(lease.Connection, folder), kept, progress, cancellationToken);
        }
        finally
        {
            lease.Connection.Run("ROLLBACK");
        }
    }

    private static LedgerReport Verify(
        SqliteConnection connection, NoteKey key, string? kept, IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var checkpoints = new CheckpointCheck(connection, key, kept, problems);
        var chain = new ChainCheck(problems);
        var tiles = new TileCheck(connection, problems);
        var tree = new MerkleFrontier();
        var total = connection.ExecuteScalar<long>("SELECT count(*) FROM ledger_entries");
        using var rows = new RecordRows(connection);
        long expected = 1;
        var isWhole = true;
        while (rows.Next() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Number < 1)
            {
                problems.Add(LedgerProblemKind.Added, row.Number, row.Event?.Id, "There is no such number in a ledger.");
                continue;
            }

            if (row.Number > expected)
            {
                problems.Add(LedgerProblemKind.Missing, expected, row.Number - 1, null, "Neither event nor entry is there.");
                chain.Skip();
                isWhole = false;
            }

            expected = row.Number + 1;
            var leaf = Check(row, chain, problems);
            isWhole &= leaf is not null;
            if (isWhole)
            {
                tree.Append(leaf, tiles);
                checkpoints.At(tree, isExplained: chain.IsPending || !problems.IsEmpty);
            }

            if (row.Number % ProgressEvery == 0)
            {
                progress?.Report((row.Number, Math.Max(total, row.Number)));
            }
        }

        chain.Finish();
        if (isWhole)
        {
            tiles.Finish(tree.Size);
        }

        checkpoints.Finish(expected - 1);
        progress?.Report((total, total));
        return new LedgerReport
        {
            Origin = key.Name,
            Entries = total,
            Checkpoints = checkpoints.Count,
            Covered = checkpoints.Covered,
            Root = isWhole ? Convert.ToBase64String(tree.Root()) : null,
            Problems = problems.Problems,
            MoreProblems = problems.More,
        };
    }

    private static byte[]? Check((long Number, EventFields? Event, byte[]? Entry) row, ChainCheck chain, ProblemList problems)
    {
        if (row is { Event: { } stored, Entry: { } entry })
        {
            return chain.Check(row.Number, stored, entry);
        }

        if (row.Entry is null)
        {
            problems.Add(LedgerProblemKind.Missing, row.Number, row.Event!.Id, "The event is there, its ledger entry is not.");
            chain.Skip();
            return null;
        }

        problems.Add(LedgerProblemKind.Missing, row.Number, LedgerEntry.Parse(row.Entry)?.Id, "The ledger entry is there, its event is not.");
        chain.Skip();
        return MerkleHash.Leaf(row.Entry);
    }

    private static NoteKey OwnKey(SqliteConnection connection, DataFolder folder)
    {
        var pem = KeyFolder.Read(folder.Keys, "ledger.pem") ?? throw new InputException(new InputError(
            "The folder has no ledger key.", "Give the verifier key with --key.", Path.Combine(folder.Keys, "ledger.pem")));
        var origin = connection.ExecuteScalar<string>("SELECT value FROM meta WHERE name = 'origin'") ?? "";
        using var signer = new CheckpointSigner(origin, pem);
        return signer.Key;
    }
}
