using Bartizan.Storage.Ledgers.Verification;

namespace Bartizan.Storage.Tests.Ledgers.Verification;

public class TamperTests
{
    [Fact]
    public async Task An_untouched_ledger_verifies()
    {
        using var folder = new TestStore();
        await folder.FillAsync(25);
        var report = folder.Verify();
        Assert.Empty(report.Problems);
        Assert.Equal((25, 25, 3), (report.Entries, report.Covered, report.Checkpoints));
    }

    [Theory]
    [InlineData("events", "position", "json", 7, 1)]
    [InlineData("events", "position", "id", 7, 1)]
    [InlineData("events", "position", "source", 7, 1)]
    [InlineData("events", "position", "kind", 7, 1)]
    [InlineData("ledger_entries", "seq", "entry", 1, 5)]
    [InlineData("ledger_entries", "seq", "entry", 7, 1)]
    [InlineData("ledger_entries", "seq", "entry", 12, 3)]
    [InlineData("ledger_checkpoints", "size", "note", 10, 1)]
    public async Task Any_byte_changed_is_found_and_located(string table, string key, string column, long number, int step)
    {
        using var folder = new TestStore();
        await folder.FillAsync(12);
        var length = folder.Query<long>($"SELECT length(CAST({column} AS BLOB)) FROM {table} WHERE {key} = {number}");
        using var connection = folder.Open();
        for (var at = 0; at < length; at += step)
        {
            // Undone after each look, so that every byte stands for itself.
            var original = Value(connection, table, key, column, number);
            var changed = (byte[])original.Clone();
            changed[at] ^= (byte)(0x10 << (at % 3));
            Write(connection, table, key, column, number, changed);
            var problem = Assert.Single(folder.Verify().Problems);
            Assert.True(problem.Sequence == number && problem.Through == number, $"byte {at}: {problem}");
            Write(connection, table, key, column, number, original);
        }

        Assert.Empty(folder.Verify().Problems);
    }

    [Theory]
    [InlineData("UPDATE events SET time = time + 1 WHERE position = 4", LedgerProblemKind.Changed, 4, 4)]
    [InlineData("DELETE FROM events WHERE position = 4", LedgerProblemKind.Missing, 4, 4)]
    [InlineData("DELETE FROM ledger_entries WHERE seq = 4", LedgerProblemKind.Missing, 4, 4)]
    [InlineData("DELETE FROM events WHERE position IN (4, 5); DELETE FROM ledger_entries WHERE seq IN (4, 5)", LedgerProblemKind.Missing, 4, 5)]
    [InlineData("DELETE FROM events WHERE position > 8; DELETE FROM ledger_entries WHERE seq > 8", LedgerProblemKind.Truncated, 9, 12)]
    [InlineData("DELETE FROM events; DELETE FROM ledger_entries", LedgerProblemKind.Truncated, 1, 12)]
    [InlineData("DELETE FROM events WHERE position > 8", LedgerProblemKind.Missing, 9, 12)]
    [InlineData("INSERT INTO events SELECT 0, 'x', time, source, kind, json FROM events WHERE position = 4", LedgerProblemKind.Added, 0, 0)]
    [InlineData("INSERT INTO events SELECT 13, 'x', time, source, kind, json FROM events WHERE position = 4", LedgerProblemKind.Missing, 13, 13)]
    [InlineData("UPDATE ledger_checkpoints SET size = 11 WHERE size = 10", LedgerProblemKind.Checkpoint, 11, 11)]
    [InlineData("UPDATE meta SET value = 'bartizan.local/other'", LedgerProblemKind.Checkpoint, 10, 10)]
    public async Task What_was_removed_or_added_is_named(string sql, LedgerProblemKind kind, long from, long through)
    {
        using var folder = new TestStore();
        await folder.FillAsync(12);
        folder.Tamper(sql);
        var problem = folder.Verify().Problems[0];
        Assert.Equal((kind, from, through), (problem.Kind, problem.Sequence, problem.Through));
    }

    [Fact]
    public async Task Two_records_swapped_whole_are_both_named()
    {
        using var folder = new TestStore();
        await folder.FillAsync(12);
        folder.Tamper("""
            UPDATE events SET position = -1 WHERE position = 4; UPDATE events SET position = 4 WHERE position = 9; UPDATE events SET position = 9 WHERE position = -1;
            UPDATE ledger_entries SET seq = -1 WHERE seq = 4; UPDATE ledger_entries SET seq = 4 WHERE seq = 9; UPDATE ledger_entries SET seq = 9 WHERE seq = -1;
            """);
        var problems = folder.Verify().Problems;
        Assert.Equal([4L, 9L], problems.Where(p => p.Kind == LedgerProblemKind.Moved).Select(p => p.Sequence));
    }

    [Fact]
    public async Task Two_events_swapped_under_their_entries_are_both_named()
    {
        using var folder = new TestStore();
        await folder.FillAsync(12);
        folder.Tamper("""
            UPDATE events SET position = -1 WHERE position = 4; UPDATE events SET position = 4 WHERE position = 9; UPDATE events SET position = 9 WHERE position = -1;
            """);
        var problems = folder.Verify().Problems;
        Assert.Equal([(LedgerProblemKind.Changed, 4L), (LedgerProblemKind.Changed, 9L)], problems.Select(p => (p.Kind, p.Sequence)));
    }

    [Fact]
    public async Task A_record_put_in_between_is_named_with_the_shift_of_what_follows()
    {
        using var folder = new TestStore();
        await folder.FillAsync(12);
        folder.Tamper("""
            UPDATE events SET position = -position; UPDATE events SET position = -position + (position < -5);
            UPDATE ledger_entries SET seq = -seq; UPDATE ledger_entries SET seq = -seq + (seq < -5);
            INSERT INTO events SELECT 6, 'evt_forged', time, source, kind, json FROM events WHERE position = 5;
            INSERT INTO ledger_entries SELECT 6, entry FROM ledger_entries WHERE seq = 5;
            """);
        var problems = folder.Verify().Problems;
        Assert.Equal(6, problems[0].Sequence);
        Assert.Contains(problems, p => p is { Kind: LedgerProblemKind.Moved, Sequence: 7, Through: 13 });
    }

    [Fact]
    public async Task A_record_rewritten_with_its_entry_is_named()
    {
        using var folder = new TestStore();
        await folder.FillAsync(12);
        Forge(folder, 5, 5);
        var problem = Assert.Single(folder.Verify().Problems);
        Assert.Equal((LedgerProblemKind.Rewritten, 5L, "evt_000005"), (problem.Kind, problem.Sequence, problem.Id));
    }

    [Fact]
    public async Task A_chain_rewritten_to_its_end_does_not_fit_the_signed_checkpoints()
    {
        using var folder = new TestStore();
        await folder.FillAsync(25);
        Forge(folder, 15, 25);
        var problem = Assert.Single(folder.Verify().Problems);
        Assert.Equal((LedgerProblemKind.Rewritten, 11L, 20L), (problem.Kind, problem.Sequence, problem.Through));
    }

    [Fact]
    public async Task A_chain_rewritten_to_its_end_is_located_by_the_stored_tiles()
    {
        using var folder = new TestStore();
        await folder.FillAsync(300, checkpointEntries: 1_000);
        Forge(folder, 123, 300);
        Assert.Contains(folder.Verify().Problems, p => p is { Kind: LedgerProblemKind.Tile, Sequence: 123, Through: 123 });
    }

    [Fact]
    public async Task A_tail_cut_off_with_its_checkpoints_is_found_by_a_checkpoint_kept_elsewhere()
    {
        using var folder = new TestStore();
        await folder.FillAsync(25);
        var kept = folder.Query<string>("SELECT note FROM ledger_checkpoints WHERE size = 25");
        folder.Tamper("DELETE FROM events WHERE position > 20; DELETE FROM ledger_entries WHERE seq > 20; DELETE FROM ledger_checkpoints WHERE size > 20");
        Assert.Empty(folder.Verify().Problems);
        var problem = Assert.Single(folder.Verify(kept).Problems);
        Assert.Equal((LedgerProblemKind.Truncated, 21L, 25L), (problem.Kind, problem.Sequence, problem.Through));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("hashes")]
    public async Task Any_byte_of_a_tile_changed_is_found(string column)
    {
        using var folder = new TestStore();
        await folder.FillAsync(260, checkpointEntries: 1_000);
        using var connection = folder.Open();
        var original = Value(connection, "ledger_tiles", "idx", column, 0);
        for (var at = 0; at < original.Length; at += Math.Max(1, original.Length / 60))
        {
            var changed = (byte[])original.Clone();
            changed[at] ^= 0x10;
            Write(connection, "ledger_tiles", "idx", column, 0, changed);
            var problem = Assert.Single(folder.Verify().Problems);
            Assert.Equal(LedgerProblemKind.Tile, problem.Kind);
            Assert.Equal(column == "root" ? 1 : 1 + (at / 32), problem.Sequence);
        }
    }

    [Fact]
    public async Task A_store_whose_ledger_does_not_fit_its_checkpoint_refuses_to_go_on()
    {
        using var folder = new TestStore();
        await folder.FillAsync(12);
        folder.Tamper("DELETE FROM events WHERE position > 8; DELETE FROM ledger_entries WHERE seq > 8");
        var refusal = await Assert.ThrowsAsync<Core.Results.InputException>(() => folder.OpenAsync());
        Assert.Contains("bartizan ledger verify", refusal.Message, StringComparison.Ordinal);
    }

    // Rewrites an event and recomputes the entries of a range, as somebody without the signing key could.
    private static void Forge(TestStore folder, long from, long through)
    {
        using var connection = folder.Open();
        Write(connection, "events", "position", "json", from, "{}"u8.ToArray());
        for (var number = from; number <= through; number++)
        {
            var entry = Storage.Ledgers.LedgerEntry.Parse(Value(connection, "ledger_entries", "seq", "entry", number))!;
            var before = Value(connection, "ledger_entries", "seq", "entry", number - 1);
            var json = Value(connection, "events", "position", "json", number);
            var forged = entry with { EventHash = System.Security.Cryptography.SHA256.HashData(json), Previous = Storage.Merkle.MerkleHash.Leaf(before) };
            Write(connection, "ledger_entries", "seq", "entry", number, forged.ToBytes());
        }
    }

    private static byte[] Value(Microsoft.Data.Sqlite.SqliteConnection connection, string table, string key, string column, long number) =>
        Dapper.SqlMapper.ExecuteScalar<byte[]>(connection, $"SELECT CAST({column} AS BLOB) FROM {table} WHERE {key} = {number}")!;

    private static void Write(Microsoft.Data.Sqlite.SqliteConnection connection, string table, string key, string column, long number, byte[] value)
    {
        var type = column is "json" or "entry" or "root" or "hashes" ? "BLOB" : "TEXT";
        Dapper.SqlMapper.Execute(connection, $"UPDATE {table} SET {column} = CAST(@value AS {type}) WHERE {key} = {number}", new { value });
    }
}
