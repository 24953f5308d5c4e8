namespace Bartizan.Core.Identity.Registry;

/// <summary>Keeps blueprints, which agents are of them, and which agents a person suspended. Each change is one transaction with its event.</summary>
public interface IRegistryStore
{
    /// <summary>
    /// Adds a blueprint, or the next version of the one that has its name. Its id, version and number of the draft do not count.
    /// Nothing is done when its owner or sponsor has no working account.
    /// </summary>
    ValueTask<BlueprintAdded> AddBlueprintAsync(Blueprint draft, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the next version of a blueprint with narrower <see cref="Blueprint.Uses"/> and <see cref="Blueprint.Depth"/>, everything else as it is, whether or not
    /// its owner and sponsor still work. Null, and nothing done, when another version is in force, it is retired, or it would not be narrower.
    /// </summary>
    /// <param name="narrower">The version that is narrowed, with what is left, who does it (<see cref="Blueprint.By"/>) and when (<see cref="Blueprint.Created"/>).</param>
    /// <param name="isReviewed">Whether a person looked at all of it.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<Blueprint?> NarrowBlueprintAsync(Blueprint narrower, bool isReviewed, CancellationToken cancellationToken);

    /// <summary>Whether there is a console account of this name that is not disabled.</summary>
    ValueTask<bool> HasAccountAsync(string name, CancellationToken cancellationToken);

    /// <summary>The newest version of every blueprint by name, retired ones too.</summary>
    ValueTask<IReadOnlyList<Blueprint>> BlueprintsAsync(CancellationToken cancellationToken);

    /// <summary>The newest version of a blueprint by id or name; of several with a name the one that is not retired.</summary>
    ValueTask<Blueprint?> FindBlueprintAsync(string idOrName, CancellationToken cancellationToken);

    /// <summary>All versions of a blueprint, the newest first.</summary>
    ValueTask<IReadOnlyList<Blueprint>> VersionsAsync(string id, CancellationToken cancellationToken);

    /// <summary>Retires a blueprint for good; false when there is no such unretired one.</summary>
    ValueTask<bool> RetireBlueprintAsync(string id, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Notes that somebody looked at a blueprint; false when there is no such unretired one.</summary>
    ValueTask<bool> ReviewBlueprintAsync(string id, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Puts an agent under a blueprint; false when the agent is revoked, the blueprint is retired, or there is no such.</summary>
    ValueTask<bool> AssignAsync(string agent, string blueprint, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Suspends an agent; false when it is revoked or there is no such.</summary>
    ValueTask<bool> SuspendAsync(string agent, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Takes a person's suspension back; false when there is none.</summary>
    ValueTask<bool> ResumeAsync(string agent, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Whether every agent must have a blueprint, from now on.</summary>
    ValueTask RequireBlueprintsAsync(bool required, DateTimeOffset when, CancellationToken cancellationToken);
}

/// <summary>What became of a blueprint that was to be added.</summary>
/// <param name="Blueprint">The version in force now; null when nothing was done.</param>
/// <param name="OwnerIsLive">Whether its owner has a working account.</param>
/// <param name="SponsorIsLive">Whether its sponsor has one.</param>
public sealed record BlueprintAdded(Blueprint? Blueprint, bool OwnerIsLive, bool SponsorIsLive);
