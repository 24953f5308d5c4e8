namespace Bartizan.Console.Contract;

/// <summary>Where the ledger stands.</summary>
/// <param name="Size">Number of entries.</param>
/// <param name="RootHash">Root of the Merkle tree over them (RFC 6962), base64; empty while there are none.</param>
public sealed record LedgerHead(long Size, string RootHash);

/// <summary>The ledger as one can publish it.</summary>
/// <param name="Head">Where it stands.</param>
/// <param name="Checkpoint">The newest signed checkpoint (a C2SP signed note), or null before the first.</param>
/// <param name="VerifierKey">The key that verifies checkpoints, in the form <c>name+id+key</c>.</param>
public sealed record LedgerView(LedgerHead Head, string? Checkpoint, string VerifierKey);

/// <summary>Proof that an event is in the ledger.</summary>
/// <param name="Entry">The ledger entry, as the text whose bytes are the leaf.</param>
/// <param name="Index">The entry's index, from 0.</param>
/// <param name="LeafHash">SHA-256(0x00 || entry), base64.</param>
/// <param name="TreeSize">Size of the tree that the proof leads to.</param>
/// <param name="RootHash">Root of that tree, base64.</param>
/// <param name="Path">Hashes from leaf to root (RFC 6962), base64.</param>
/// <param name="Verified">Whether the server just recomputed the root from the entry along the path, checked the checkpoint's signature, and both held.</param>
/// <param name="Checkpoint">The signed checkpoint of that size.</param>
/// <param name="Text">The proof as a file that other tools verify (C2SP tlog-proof).</param>
public sealed record LedgerProof(
    string Entry,
    long Index,
    string LeafHash,
    long TreeSize,
    string RootHash,
    IReadOnlyList<string> Path,
    bool Verified,
    string Checkpoint,
    string Text);

/// <summary>State of a verification.</summary>
public enum VerificationState
{
    /// <summary>It is still checking.</summary>
    Running,

    /// <summary>Every record is as it was written.</summary>
    Passed,

    /// <summary>Something was changed, removed or reordered.</summary>
    Failed,

    /// <summary>It could not be finished.</summary>
    Broken,
}

/// <summary>A walk over the whole ledger.</summary>
/// <param name="Id">Id, prefix <c>ver</c>.</param>
/// <param name="State">How it stands.</param>
/// <param name="Checked">Entries checked so far.</param>
/// <param name="Total">Entries to check.</param>
/// <param name="Started">When it began.</param>
/// <param name="Finished">When it ended, or null.</param>
/// <param name="Problems">What was found wrong, in order of place; at most 100.</param>
public sealed record LedgerVerification(
    string Id,
    VerificationState State,
    long Checked,
    long Total,
    DateTimeOffset Started,
    DateTimeOffset? Finished,
    IReadOnlyList<LedgerProblem> Problems);

/// <summary>Something wrong in the ledger.</summary>
/// <param name="Position">Position of the entry, or 0 when it concerns the whole.</param>
/// <param name="What">What is wrong.</param>
public sealed record LedgerProblem(long Position, string What);
