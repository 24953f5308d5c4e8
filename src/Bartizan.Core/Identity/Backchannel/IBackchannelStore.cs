namespace Bartizan.Core.Identity.Backchannel;

/// <summary>What became of a request that a client looks after.</summary>
public enum BackchannelState
{
    /// <summary>It is not known, or not this client's.</summary>
    Unknown,

    /// <summary>The person has not answered.</summary>
    Waiting,

    /// <summary>The client looks too often.</summary>
    TooFast,

    /// <summary>Allowed: its token can be fetched, once.</summary>
    Allowed,

    /// <summary>The person said no.</summary>
    Denied,

    /// <summary>Its time is over.</summary>
    Expired,
}

/// <summary>Keeps what clients ask people for without a browser. Each change is one transaction with the event that tells of it.</summary>
public interface IBackchannelStore
{
    /// <summary>Requests that may wait for one person at a time, of whatever clients.</summary>
    const int MostOfAPerson = 5;

    /// <summary>Requests of one client that may wait at a time.</summary>
    const int MostOfAnAgent = 20;

    /// <summary>How long a client may not ask a person again who said no.</summary>
    static readonly TimeSpan QuietAfterNo = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Keeps a request; false where the agent or the person may not work, too many wait, or the person said no to this client a short while ago.
    /// Event: <c>identity.backchannel-asked</c>.
    /// </summary>
    /// <param name="hash">SHA-256 of the <c>auth_req_id</c>.</param>
    /// <param name="request">The request.</param>
    /// <param name="pace">How long the client must wait between two looks.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    ValueTask<bool> AskAsync(byte[] hash, BackchannelRequest request, TimeSpan pace, CancellationToken cancellationToken);

    /// <summary>Takes note of a client's look, and tells what became of the request. Who looks too often must wait five seconds longer from then on.</summary>
    ValueTask<BackchannelState> PollAsync(byte[] hash, string agent, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What waits for a person, the oldest first.</summary>
    ValueTask<IReadOnlyList<BackchannelRequest>> WaitingAsync(string person, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Answers a request with yes: the connection begins, and its code is the <c>auth_req_id</c>. False when it is not the connection's person's, was answered
    /// meanwhile, or the person or agent does not work any more. Event: <c>identity.consent-given</c>.
    /// </summary>
    ValueTask<bool> AllowAsync(string id, Connection connection, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Answers a request with no; false when it is not this person's, or was answered meanwhile. Event: <c>identity.consent-denied</c>.</summary>
    ValueTask<bool> RefuseAsync(string id, string person, DateTimeOffset now, CancellationToken cancellationToken);
}
