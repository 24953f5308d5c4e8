using Bartizan.Console.Contract;
using Bartizan.Storage.Ledgers;
using Bartizan.Storage.Ledgers.Verification;
using Bartizan.Storage.Merkle;
using LedgerProblem = Bartizan.Console.Contract.LedgerProblem;
using LedgerProof = Bartizan.Console.Contract.LedgerProof;

namespace Bartizan.Console.Ledgers;

/// <summary>The ledger as the API shows it.</summary>
internal static class LedgerViews
{
    /// <summary>Where the ledger stands.</summary>
    public static async Task<LedgerHead> HeadAsync(Ledger ledger, CancellationToken cancellationToken) =>
        Head(await ledger.CheckpointAsync(cancellationToken));

    /// <summary>Head, newest checkpoint and the key that verifies it.</summary>
    public static async Task<LedgerView> ViewAsync(Ledger ledger, CancellationToken cancellationToken)
    {
        var note = await ledger.CheckpointAsync(cancellationToken);
        return new LedgerView(Head(note), note, ledger.Key.ToString());
    }

    /// <summary>Proof that an event is in the ledger, checked again on the way; null when there is no such event.</summary>
    public static async Task<LedgerProof?> ProveAsync(Ledger ledger, string eventId, CancellationToken cancellationToken)
    {
        if (await ledger.ProofAsync(eventId, cancellationToken) is not { } proof)
        {
            return null;
        }

        var note = SignedNote.Parse(proof.Checkpoint);
        var checkpoint = note is null ? null : Checkpoint.Parse(note.Text);
        var leaf = MerkleHash.Leaf(System.Text.Encoding.ASCII.GetBytes(proof.Entry));
        var holds = note is not null && checkpoint is not null && note.IsSignedBy(ledger.Key) && checkpoint.Size == proof.TreeSize
            && MerkleVerification.Inclusion(leaf, proof.Index, proof.TreeSize, [.. proof.Path.Select(Convert.FromBase64String)], checkpoint.Root);
        return new LedgerProof(
            proof.Entry,
            proof.Index,
            proof.LeafHash,
            proof.TreeSize,
            checkpoint is null ? "" : Convert.ToBase64String(checkpoint.Root),
            proof.Path,
            holds,
            proof.Checkpoint,
            proof.ToString());
    }

    /// <summary>What a verification found.</summary>
    public static IReadOnlyList<LedgerProblem> Problems(LedgerReport report) =>
        [.. report.Problems.Select(problem => new LedgerProblem(problem.Sequence, problem.What))];

    private static LedgerHead Head(string? note) =>
        SignedNote.Parse(note ?? "") is { } signed && Checkpoint.Parse(signed.Text) is { } checkpoint
            ? new LedgerHead(checkpoint.Size, Convert.ToBase64String(checkpoint.Root))
            : new LedgerHead(0, "");
}
