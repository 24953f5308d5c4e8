namespace Bartizan.Core.Identity;

/// <summary>Keeps what clients ask people for, and what people answered. Each change is one transaction with the event that tells of it.</summary>
public interface IConsentStore
{
    /// <summary>Most requests that wait at one time.</summary>
    const int MostRequests = 10_000;

    /// <summary>Keeps a request until it is answered or ends; false when too many wait.</summary>
    /// <param name="hash">SHA-256 of the name by which it is found.</param>
    /// <param name="pushedBy">The client that pushed it; null when it waits for a person.</param>
    /// <param name="request">The request.</param>
    /// <param name="expires">When it ends.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<bool> AddRequestAsync(byte[] hash, string? pushedBy, ConsentRequest request, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes a pushed request out, so that it works once; null when there is none of this client.</summary>
    ValueTask<ConsentRequest?> TakePushedAsync(byte[] hash, string client, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A request that waits for a person, and when it ends; null when there is none.</summary>
    ValueTask<(ConsentRequest Request, DateTimeOffset Expires)?> FindRequestAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Answers a waiting request with yes: keeps the consent and the connection with its code. False when the request was answered meanwhile, the session is over,
    /// or the person or the agent does not work any more. Event: <c>identity.consent-given</c>.
    /// </summary>
    ValueTask<bool> AllowAsync(byte[] request, Connection connection, byte[] code, string client, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Answers a waiting request with no; false when it was answered meanwhile. Event: <c>identity.consent-denied</c>.</summary>
    ValueTask<bool> DenyAsync(byte[] request, string person, string client, string? agent, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What a person consented to and did not take back.</summary>
    ValueTask<IReadOnlyList<Consent>> ConsentsAsync(string person, CancellationToken cancellationToken);

    /// <summary>Takes back all that a person consented to for an agent, and ends what came of it; false when there is nothing. Event: <c>identity.consent-revoked</c>.</summary>
    ValueTask<bool> RevokeAsync(string person, string agent, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What a code stands for; null when there is none.</summary>
    ValueTask<Redeemable?> FindCodeAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>What a refresh token stands for; null when there is none.</summary>
    ValueTask<Redeemable?> FindRefreshAsync(byte[] hash, CancellationToken cancellationToken);

    /// <summary>Ends a connection with all tokens that came of it. Event: <c>identity.connection-ended</c>.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="reason">Why, as one word.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask EndAsync(string connection, string reason, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A client that nobody here registered; null when it is not known.</summary>
    ValueTask<OutsideClient?> FindOutsideAsync(string id, CancellationToken cancellationToken);

    /// <summary>All such clients that became agents.</summary>
    ValueTask<IReadOnlyList<OutsideClient>> OutsideAsync(CancellationToken cancellationToken);

    /// <summary>Keeps what such a client says of itself, in the place of what it said before; false when too many are kept that nobody let in.</summary>
    ValueTask<bool> SetOutsideAsync(string id, OutsideMetadata metadata, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Makes such a client the agent that was made for it; false when it is one already. Event: <c>identity.client-adopted</c>.</summary>
    /// <param name="id">The client's id.</param>
    /// <param name="client">What it may ask for as that agent.</param>
    /// <param name="by">Account id of the person who lets it in.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<bool> AdoptAsync(string id, AgentClient client, string by, DateTimeOffset now, CancellationToken cancellationToken);
}
