using Bartizan.Core.Events;

namespace Bartizan.Core.Identity;

/// <summary>What the authorization server keeps: its keys, its clients, and which tokens no longer count.</summary>
public interface IIdentityStore
{
    /// <summary>A number that changes when anything here or any agent changed, also by another process.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellationToken);

    /// <summary>Keys that were not ended, the oldest first.</summary>
    ValueTask<IReadOnlyList<SigningKey>> KeysAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="onlyFirst">Whether to add it only where there is none.</param>
    /// <param name="endOthers">Whether all others end at this moment.</param>
    /// <param name="when">Now.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<bool> AddKeyAsync(SigningKey key, bool onlyFirst, bool endOthers, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>All clients, those of revoked agents too.</summary>
    ValueTask<IReadOnlyList<AgentClient>> ClientsAsync(CancellationToken cancellationToken);

    /// <summary>Registers an agent as a client, in the place of what was registered; false when there is no such unrevoked agent.</summary>
    ValueTask<bool> SetClientAsync(AgentClient client, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>People whose account works.</summary>
    ValueTask<IReadOnlyList<Person>> PeopleAsync(CancellationToken cancellationToken);

    /// <summary>Ids of revoked tokens that would not have ended by themselves.</summary>
    ValueTask<IReadOnlyList<string>> RevokedAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a token, with the event that tells of it.</summary>
    ValueTask RevokeTokenAsync(string id, DateTimeOffset expires, EventRecord told, CancellationToken cancellationToken);

    /// <summary>
    /// The last word on every issuance: records it, unless one of its agents is revoked or suspended, its person or one of the tokens that it rests on no
    /// longer counts, a kill switch stops it, the code, refresh token or join token that it costs was used, the evidence was shown by another key, or the run that goes on
    /// is over. All is one transaction, so that nothing is issued after
    /// the end of what it rests on was acknowledged, and nothing twice.
    /// </summary>
    /// <param name="issuance">The token.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    /// <returns>Whether it may be issued.</returns>
    ValueTask<bool> IssueAsync(Issuance issuance, CancellationToken cancellationToken);
}
