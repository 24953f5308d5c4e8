namespace Bartizan.Identity.Snapshots;

/// <summary>How often what is kept of the store is checked, and how long it counts unchecked.</summary>
public static class SnapshotTimes
{
    /// <summary>How often the store is asked whether anything changed.</summary>
    public static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>What nobody knows asks the store at once, but not more often than this, however much of it arrives.</summary>
    public static readonly TimeSpan MissEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>How old a snapshot may be before it lets nobody in.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);
}
