namespace Bartizan.Core.Elevation;

/// <summary>What the gateway asks about calls that policy holds. Looking things up waits for nothing but the disk's cache; writing completes when it is durable.</summary>
public interface IHeldCalls
{
    /// <summary>The newest request for a call that still waits, or was denied not long ago; null when there is none.</summary>
    AccessRequest? FindOpen(string digest, DateTimeOffset now);

    /// <summary>How many requests of an agent wait.</summary>
    int CountWaiting(string agent, DateTimeOffset now);

    /// <summary>The grants for a call that are live by what they say themselves, the one that ends first in front.</summary>
    IReadOnlyList<GrantedRequest> FindGrants(string digest, DateTimeOffset now);

    /// <summary>Records a request, or counts it with the one that waits for the same call; with the event that tells of a new one.</summary>
    ValueTask OpenAsync(AccessRequest request, CancellationToken cancellationToken);

    /// <summary>Counts one use of a grant; false when it has none left, has ended or was taken back meanwhile.</summary>
    /// <param name="grant">The grant's id.</param>
    /// <param name="exchange">The exchange that uses it.</param>
    /// <param name="when">Now.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<bool> UseAsync(string grant, string exchange, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>What bears on whether policy may approve a call of an agent itself.</summary>
    /// <param name="agent">The agent's id.</param>
    /// <param name="owner">The name of its owner.</param>
    /// <param name="name">The tool or model, as exchanges are kept by it.</param>
    /// <param name="now">The time.</param>
    AutomaticFacts Automatic(string agent, string owner, string name, DateTimeOffset now);

    /// <summary>
    /// Writes down a request that policy approved, with its grant; false, and nothing is written, where so many were approved for the agent within the hour
    /// before, or a person has said no to the same call.
    /// </summary>
    ValueTask<bool> GrantAsync(AccessRequest request, Grant grant, int mostAnHour, CancellationToken cancellationToken);
}
