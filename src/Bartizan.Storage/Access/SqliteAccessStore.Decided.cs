using Bartizan.Core.Elevation;
using Bartizan.Core.Elevation.Passkeys;
using Bartizan.Core.Results;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Access;

/// <summary>What people decide.</summary>
internal sealed partial class SqliteAccessStore
{
    /// <inheritdoc/>
    public ValueTask<InputError?> ApproveAsync(Approval approval, uint? signCount, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (FindRequest(scope.Connection, approval.Request)?.ToRequest(approval.At) is not { State: AccessRequestState.Waiting } request)
            {
                return new InputError("The request waits no longer.", "Look at it again: it was decided, or its time is over.");
            }

            if (Objection(scope, approval, signCount) is { } objection)
            {
                return objection;
            }

            Insert(scope, approval);
            Tell(scope, "access.approved", approval.At, new { approval.Request, approval.Account, approval.Name, approval.Key, approval.Uses, approval.Until, call = request.Digest });
            var approvals = Approvals(scope.Connection, approval.Request);
            if (approvals.Count >= request.Needs)
            {
                Begin(scope, request, approvals, approval.At);
            }

            return null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DenyAsync(string request, string by, string reason, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var denied = scope.Connection.Execute(
                "UPDATE access_requests SET state = 2, denied_by = @by, reason = @reason WHERE id = @request AND state = 0 AND ends > @now",
                new { request, by, reason, now = when.ToMicroseconds() }) > 0;
            if (denied)
            {
                Tell(scope, "access.denied", when, new { request, by, reason });
            }

            return denied;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAsync(string grant, string by, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var request = scope.Connection.ExecuteScalar<string>(
                "UPDATE access_grants SET revoked = @now, revoked_by = @by WHERE id = @grant AND revoked IS NULL RETURNING request", new { grant, by, now = when.ToMicroseconds() });
            if (request is not null)
            {
                Tell(scope, "access.revoked", when, new { grant, request, by });
            }

            return request is not null;
        },
        cancellationToken);

    // Signatures were checked outside, because they take long; what they rest on may have changed since.
    private static InputError? Objection(WriteScope scope, Approval approval, uint? signCount)
    {
        var connection = scope.Connection;
        if (connection.QuerySingleOrDefault<ApproverRow>(ApproverColumns + " WHERE id = @Account", new { approval.Account })?.ToApprover() is not { MayApprove: true })
        {
            return new InputError("The account may not approve any more.");
        }

        if (connection.QuerySingleOrDefault<KeyRow>(KeyColumns + " WHERE id = @Key AND account = @Account AND revoked IS NULL", new { approval.Key, approval.Account }) is not { } key)
        {
            return new InputError("The key does not count any more.");
        }

        if (connection.ExecuteScalar<long>("SELECT count(*) FROM access_approvals WHERE request = @Request AND account = @Account", new { approval.Request, approval.Account }) > 0)
        {
            return new InputError("This person has approved the request already.", "It needs another person's approval.");
        }

        if (signCount is { } count)
        {
            if (!PasskeyAssertion.MayFollow((uint)key.SignCount, count))
            {
                return new InputError("The passkey's counter went back, so there may be two of it.", "Remove the passkey and register another.");
            }

            connection.Execute("UPDATE approver_keys SET sign_count = @count WHERE id = @Key", new { count = (long)count, approval.Key });
        }

        return null;
    }

    private static void Insert(WriteScope scope, Approval approval) => scope.Connection.Execute(
        """
        INSERT INTO access_approvals (request, account, name, key, uses, until, signature, authenticator_data, client_data, at)
        VALUES (@Request, @Account, @Name, @Key, @Uses, @until, @Signature, @AuthenticatorData, @ClientData, @at)
        """,
        new
        {
            approval.Request,
            approval.Account,
            approval.Name,
            approval.Key,
            approval.Uses,
            until = approval.Until.ToMicroseconds(),
            approval.Proof.Signature,
            approval.Proof.AuthenticatorData,
            approval.Proof.ClientData,
            at = approval.At.ToMicroseconds(),
        });

    // Where several had to approve, what the most careful of them allowed.
    private void Begin(WriteScope scope, AccessRequest request, IReadOnlyList<Approval> approvals, DateTimeOffset when)
    {
        var (id, uses, ends) = (ids.NewId("grt"), approvals.Min(a => a.Uses), approvals.Min(a => a.Until));
        var policy = GrantPolicy.Of(id, request, ends);
        scope.Connection.Execute("UPDATE access_requests SET state = 1 WHERE id = @Id", new { request.Id });
        Begin(scope.Connection, new Grant { Id = id, Request = request.Id, Policy = policy, Uses = uses, Created = when, Ends = ends }, request.Digest);
        Tell(scope, "access.granted", when, new { grant = id, request = request.Id, policy, uses, ends, approvedBy = approvals.Select(a => a.Account) });
    }

    private static void Begin(SqliteConnection connection, Grant grant, string digest) => connection.Execute(
        """
        INSERT INTO access_grants (id, request, digest, policy, uses, used, created, ends) VALUES (@Id, @Request, @digest, @Policy, @Uses, 0, @now, @ends)
        """,
        new { grant.Id, grant.Request, digest, grant.Policy, grant.Uses, now = grant.Created.ToMicroseconds(), ends = grant.Ends.ToMicroseconds() });
}
