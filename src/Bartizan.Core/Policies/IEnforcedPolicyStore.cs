namespace Bartizan.Core.Policies;

/// <summary>Keeps which policies were put in force, where new ones are tried first. Each is one ledger entry that says what and who.</summary>
public interface IEnforcedPolicyStore
{
    /// <summary>All of them, by id.</summary>
    ValueTask<IReadOnlyList<EnforcedPolicy>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Puts policies in force, in the place of those of the same id.</summary>
    ValueTask EnforceAsync(IReadOnlyList<EnforcedPolicy> policies, CancellationToken cancellationToken);

    /// <summary>A number that changes when any did, also by another process; cheap enough to ask every second.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellationToken);
}
