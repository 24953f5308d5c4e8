using Bartizan.Core.Results;

namespace Bartizan.Core.Elevation;

/// <summary>Keeps access requests, approvals, grants and the keys of approvers. Each change is one transaction with the event that tells of it.</summary>
public interface IAccessStore : IHeldCalls
{
    /// <summary>Calls of the same agent, action and resource that were approved and made before a request, the newest first, as canonical JSON; those that cannot be opened are left out.</summary>
    ValueTask<IReadOnlyList<string>> EarlierCallsAsync(AccessRequest request, int most, CancellationToken cancellationToken);

    /// <summary>Requests, the newest first, without their calls.</summary>
    ValueTask<IReadOnlyList<AccessRequest>> ListAsync(int most, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A request with its call; null when there is none of that id.</summary>
    ValueTask<AccessRequest?> FindAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Who approved a request so far.</summary>
    ValueTask<IReadOnlyList<Approval>> ApprovalsAsync(string request, CancellationToken cancellationToken);

    /// <summary>The grant that came of a request; null when none did.</summary>
    ValueTask<Grant?> GrantOfAsync(string request, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps an approval that was checked; with the last that is needed, the request becomes a grant. What can have changed since it was checked is checked
    /// again inside the transaction.
    /// </summary>
    /// <returns>Why not, for people; null when it was kept.</returns>
    ValueTask<InputError?> ApproveAsync(Approval approval, uint? signCount, CancellationToken cancellationToken);

    /// <summary>Says no; false when the request waits no longer.</summary>
    ValueTask<bool> DenyAsync(string request, string by, string reason, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Takes a grant back; false when there is none that is not taken back already.</summary>
    ValueTask<bool> RevokeAsync(string grant, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>A person who may want to approve, by the id or name of their account; null when there is none.</summary>
    ValueTask<Approver?> ApproverAsync(string idOrName, CancellationToken cancellationToken);

    /// <summary>Registers a key; false when it is registered already.</summary>
    ValueTask<bool> AddKeyAsync(ApproverKey key, string by, CancellationToken cancellationToken);

    /// <summary>The keys of an account that count.</summary>
    ValueTask<IReadOnlyList<ApproverKey>> KeysAsync(string account, CancellationToken cancellationToken);

    /// <summary>Makes a key of an account count no more, nor any grant that rests on it; false when there is no such key.</summary>
    ValueTask<bool> RevokeKeyAsync(string account, string key, string by, DateTimeOffset when, CancellationToken cancellationToken);
}
