namespace Bartizan.Core.Calibrations;

/// <summary>Keeps calibrations. Each change is one ledger entry that says what changed and who changed it.</summary>
public interface ICalibrationStore
{
    /// <summary>All calibrations, by system and channel.</summary>
    ValueTask<IReadOnlyList<Calibration>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Puts calibrations in the place of those of the same system and channel.</summary>
    ValueTask SetAsync(IReadOnlyList<Calibration> calibrations, CancellationToken cancellationToken);

    /// <summary>Goes back to the thresholds that ship, or to those for all systems; false when there was nothing to take away.</summary>
    ValueTask<bool> ClearAsync(string system, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>A number that changes when any calibration changed, also by another process; cheap enough to ask every second.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellationToken);
}
