namespace Bartizan.Storage;

/// <summary>When a write counts as durable, and so may be acknowledged.</summary>
public enum Durability
{
    /// <summary>It reached the operating system: survives <c>kill -9</c> of Bartizan at any moment, not a power cut.</summary>
    Normal,

    /// <summary>It was flushed to the disk, many writes by one flush: survives a power cut too.</summary>
    Full,
}

/// <summary>Where and how the embedded store keeps its data.</summary>
public sealed record StoreOptions
{
    /// <summary>Folder of the store; created when it is missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>When an append is acknowledged.</summary>
    public Durability Durability { get; init; } = Durability.Normal;

    /// <summary>
    /// Whether this process serves the folder: takes its lock (a second server is refused) and keeps the console's views filled.
    /// A command that only adds or reads, beside a running server, says false.
    /// </summary>
    public bool Serve { get; init; } = true;

    /// <summary>A checkpoint is signed at the latest after so many new ledger entries.</summary>
    public int CheckpointEntries { get; init; } = 1_000;

    /// <summary>A checkpoint is signed at the latest so long after a new ledger entry.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);
}
