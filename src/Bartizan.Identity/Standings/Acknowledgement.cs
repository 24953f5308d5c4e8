using Bartizan.Core.KillSwitches;

namespace Bartizan.Identity.Standings;

/// <summary>How a change that ends authority came to be known where traffic passes.</summary>
public enum Acknowledgement
{
    /// <summary>The gateway follows it: nothing that it ends is accepted from now on, and what was under way was cut.</summary>
    Followed,

    /// <summary>No gateway serves the folder, so there is nothing to stop.</summary>
    NobodyServes,

    /// <summary>The gateway has not answered. It lets nobody in once it could not read the store for ten seconds, but exchanges under way may go on.</summary>
    Missing,
}

/// <summary>Waits for the acknowledgement of a change.</summary>
public static class Acknowledgements
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>Waits until the gateway follows everything that the store holds now, for twelve seconds at most.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isServed">Whether a gateway serves it.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="cancellationToken">Stops waiting; the change stays.</param>
    public static async Task<Acknowledgement> WaitAsync(IStandingStore store, Func<bool> isServed, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (started, version) = (clock.GetTimestamp(), await store.VersionAsync(cancellationToken));
        while (await store.FollowedAsync(cancellationToken) < version)
        {
            if (!isServed())
            {
                return Acknowledgement.NobodyServes;
            }

            if (clock.GetElapsedTime(started) > Patience)
            {
                return Acknowledgement.Missing;
            }

            await Task.Delay(AskEvery, clock, cancellationToken);
        }

        return Acknowledgement.Followed;
    }
}
