using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Bartizan.Storage.Ledgers;
using Bartizan.Storage.Merkle;
using Bartizan.Testing;

namespace Bartizan.Storage.Tests.Ledgers;

public class LedgerProofTests
{
    [Fact]
    public async Task An_event_is_proven_at_once_by_a_checkpoint_signed_for_it()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        for (var i = 1; i <= 7; i++)
        {
            await store.Events.AppendAsync(TestStore.Event(i), default);
        }

        var proof = (await store.Ledger.ProofAsync("evt_000003", default))!;
        Assert.Equal((2, 7), (proof.Index, proof.TreeSize));
        var note = SignedNote.Parse(proof.Checkpoint)!;
        Assert.True(note.IsSignedBy(NoteKey.Parse(proof.Key)!));
        Assert.True(Verifies(proof, Checkpoint.Parse(note.Text)!));
        Assert.Equal("evt_000003", LedgerEntry.Parse(Encoding.ASCII.GetBytes(proof.Entry))!.Id);
        Assert.Null(await store.Ledger.ProofAsync("evt_unknown", default));
    }

    [Fact]
    public async Task Every_event_of_a_ledger_with_tiles_is_proven()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync(o => o with { CheckpointEntries = 10_000 });
        await Task.WhenAll(Enumerable.Range(1, 700).Select(i => store.Events.AppendAsync(TestStore.Event(i), default).AsTask()));
        var checkpoint = Checkpoint.Parse(SignedNote.Parse((await store.Ledger.CheckpointAsync(default))!)!.Text)!;
        Assert.Equal(700, checkpoint.Size);
        for (var i = 1; i <= 700; i += 3)
        {
            Assert.True(Verifies((await store.Ledger.ProofAsync($"evt_{i:d6}", default))!, checkpoint));
        }
    }

    [Fact]
    public async Task Checkpoints_of_growing_ledgers_are_consistent()
    {
        using var folder = new TestStore();
        var heads = new List<Checkpoint>();
        foreach (var count in new[] { 1, 5, 250, 20, 300 })
        {
            await using var store = await folder.OpenAsync();
            var before = await store.Events.HeadAsync(default);
            await Task.WhenAll(Enumerable.Range(1, count).Select(i => store.Events.AppendAsync(TestStore.Event(i, $"evt_{before}_{i}"), default).AsTask()));
            heads.Add(Checkpoint.Parse(SignedNote.Parse((await store.Ledger.CheckpointAsync(default))!)!.Text)!);
            foreach (var older in heads)
            {
                var proof = await store.Ledger.ConsistencyAsync(older.Size, heads[^1].Size, default);
                Assert.True(MerkleVerification.Consistency(older.Size, older.Root, heads[^1].Size, heads[^1].Root, proof));
            }
        }
    }

    [RequiresFact("install Node.js 20 or newer", "node")]
    public async Task Nodes_own_crypto_agrees_with_signature_proof_and_chain()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, 301).Select(i => store.Events.AppendAsync(TestStore.Event(i), default).AsTask()));
        foreach (var id in new[] { "evt_000001", "evt_000200", "evt_000256", "evt_000301" })
        {
            var proof = (await store.Ledger.ProofAsync(id, default))!;
            var entries = Entries(folder);
            Assert.Equal("ok", await NodeAsync(proof.ToString(), proof.Entry, proof.Key, entries));
            Assert.Equal("entry is not in the tree", await NodeAsync(proof.ToString(), proof.Entry + "x", proof.Key, entries));
            Assert.Equal("checkpoint is not signed by the key", await NodeAsync(proof.ToString().Replace("\n301\n", "\n300\n"), proof.Entry, proof.Key, entries));
        }
    }

    private static bool Verifies(LedgerProof proof, Checkpoint checkpoint) => MerkleVerification.Inclusion(
        MerkleHash.Leaf(Encoding.ASCII.GetBytes(proof.Entry)), proof.Index, checkpoint.Size, [.. proof.Path.Select(Convert.FromBase64String)], checkpoint.Root);

    private static string[] Entries(TestStore folder)
    {
        using var connection = folder.Open();
        return [.. Dapper.SqlMapper.Query<byte[]>(connection, "SELECT entry FROM ledger_entries ORDER BY seq").Select(Encoding.ASCII.GetString)];
    }

    private static async Task<string> NodeAsync(string proof, string entry, string key, string[] entries)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Ledgers", "verify-proof.mjs"));
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { proof, entry, key, entries }));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Trim();
    }
}
