namespace Bartizan.Storage.Ledgers.Verification;

/// <summary>What is wrong with a record of the ledger.</summary>
public enum LedgerProblemKind
{
    /// <summary>An event or its entry does not say what the other one committed to.</summary>
    Changed,

    /// <summary>An event, its entry or both are gone from the middle.</summary>
    Missing,

    /// <summary>A record stands where another one belongs: something was moved, put in or taken out before it.</summary>
    Moved,

    /// <summary>A record is there that nothing accounts for.</summary>
    Added,

    /// <summary>An entry and its event were rewritten to fit each other, but not what came after.</summary>
    Rewritten,

    /// <summary>A signed checkpoint covers entries that are not there any more.</summary>
    Truncated,

    /// <summary>A checkpoint is not readable, not signed by the key, or not of these entries.</summary>
    Checkpoint,

    /// <summary>A stored hash of the tree is not that of the entries.</summary>
    Tile,
}

/// <summary>One thing wrong, and where.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Sequence">Sequence number of the first record concerned.</param>
/// <param name="Through">Sequence number of the last record concerned.</param>
/// <param name="Id">Id of the event, where one is known.</param>
/// <param name="What">What differs, a sentence for people.</param>
public sealed record LedgerProblem(LedgerProblemKind Kind, long Sequence, long Through, string? Id, string What);

/// <summary>What a verification found.</summary>
public sealed record LedgerReport
{
    /// <summary>Origin of the ledger.</summary>
    public required string Origin { get; init; }

    /// <summary>Entries read.</summary>
    public required long Entries { get; init; }

    /// <summary>Checkpoints read, kept ones included.</summary>
    public required int Checkpoints { get; init; }

    /// <summary>Entries that a valid checkpoint covers; what comes after could have been cut off or rewritten by whoever can write the file.</summary>
    public required long Covered { get; init; }

    /// <summary>RFC 6962 root over all entries, base64; null when some are missing.</summary>
    public required string? Root { get; init; }

    /// <summary>All problems in order of finding, at most <see cref="LedgerVerifier.MaxProblems"/>.</summary>
    public required IReadOnlyList<LedgerProblem> Problems { get; init; }

    /// <summary>Problems beyond those listed.</summary>
    public required long MoreProblems { get; init; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsIntact => Problems.Count == 0;
}
