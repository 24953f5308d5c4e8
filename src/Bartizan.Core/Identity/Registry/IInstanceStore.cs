namespace Bartizan.Core.Identity.Registry;

/// <summary>Keeps runs of agents and the secrets that let them begin. Runs begin and go on only together with an issuance: see <see cref="IIdentityStore.IssueAsync"/>.</summary>
public interface IInstanceStore
{
    /// <summary>A run; null when there is none, or it was over for a day.</summary>
    ValueTask<AgentInstance?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The newest run of an agent that has this key and runs at this time; null when there is none.</summary>
    ValueTask<AgentInstance?> FindRunningAsync(string agent, string thumbprint, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The runs of an agent, or of all where none is named, the newest first; those over for a day are forgotten.</summary>
    ValueTask<IReadOnlyList<AgentInstance>> ListAsync(string? agent, CancellationToken cancellationToken);

    /// <summary>Ends a run, and every token that was issued to it; false when it does not run. Event: <c>agent.instance-ended</c>.</summary>
    ValueTask<bool> EndAsync(string id, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Keeps a join token by its hash; false when there is no such agent that is not revoked. Event: <c>agent.join-token-made</c>.</summary>
    ValueTask<bool> AddJoinTokenAsync(byte[] hash, JoinToken token, CancellationToken cancellationToken);

    /// <summary>The join token of a hash; null when there is none.</summary>
    ValueTask<JoinToken?> FindJoinTokenAsync(byte[] hash, CancellationToken cancellationToken);
}
