using System.Text.Json;
using Bartizan.Core.Elevation;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Access;

/// <summary>What the gateway asks of held calls.</summary>
internal sealed partial class SqliteAccessStore
{
    /// <inheritdoc/>
    public AccessRequest? FindOpen(string digest, DateTimeOffset now)
    {
        using var lease = database.Read();
        return lease.Connection
            .QueryFirstOrDefault<RequestRow>(RequestColumns + " WHERE digest = @digest AND state IN (0, 2) AND ends > @now ORDER BY id DESC", new { digest, now = now.ToMicroseconds() })
            ?.ToRequest(now);
    }

    /// <inheritdoc/>
    public int CountWaiting(string agent, DateTimeOffset now)
    {
        using var lease = database.Read();
        return lease.Connection.ExecuteScalar<int>(
            "SELECT count(*) FROM access_requests WHERE agent = @agent AND state = 0 AND ends > @now", new { agent, now = now.ToMicroseconds() });
    }

    /// <inheritdoc/>
    public IReadOnlyList<GrantedRequest> FindGrants(string digest, DateTimeOffset now)
    {
        using var lease = database.Read();
        var connection = lease.Connection;
        var grants = connection
            .Query<GrantRow>(
                GrantColumns + " WHERE digest = @digest AND revoked IS NULL AND used < uses AND ends > @now ORDER BY ends", new { digest, now = now.ToMicroseconds() })
            .ToList();
        return grants.Count == 0 ? [] : [.. grants.Select(grant => new GrantedRequest(
            grant.ToGrant(),
            FindRequest(connection, grant.Request)!.ToRequest(now),
            Approvals(connection, grant.Request),
            [.. connection.Query<KeyRow>(KeyColumns + " WHERE id IN (SELECT key FROM access_approvals WHERE request = @Request)", new { grant.Request }).Select(r => r.ToKey())],
            [.. connection.Query<ApproverRow>(ApproverColumns + " WHERE id IN (SELECT account FROM access_approvals WHERE request = @Request)", new { grant.Request }).Select(r => r.ToApprover())]))];
    }

    /// <inheritdoc/>
    public async ValueTask OpenAsync(AccessRequest request, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            var connection = scope.Connection;
            var now = request.Created.ToMicroseconds();
            connection.Execute("UPDATE access_requests SET state = 3 WHERE digest = @Digest AND state = 0 AND ends <= @now", new { request.Digest, now });
            if (connection.Execute("UPDATE access_requests SET asked = asked + 1 WHERE digest = @Digest AND state = 0", new { request.Digest }) > 0)
            {
                return false;
            }

            // One that was waiting when the call looked, and was decided before this: whoever makes the call again finds out.
            if (!Insert(connection, request, AccessRequestState.Waiting))
            {
                return false;
            }

            TellAsked(scope, request);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> UseAsync(string grant, string exchange, DateTimeOffset when, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var used = scope.Connection.QuerySingleOrDefault<GrantRow>(
                """
                UPDATE access_grants SET used = used + 1 WHERE id = @grant AND revoked IS NULL AND used < uses AND ends > @now
                RETURNING id, request, policy, uses, used, created, ends, revoked, revoked_by AS RevokedBy
                """,
                new { grant, now = when.ToMicroseconds() });
            if (used is null)
            {
                return false;
            }

            var approvedBy = FindRequest(scope.Connection, used.Request)?.ToRequest(when).Automatic is { } policy
                ? policy.Policies.Select(p => AutomaticApproval.NameOf(p.Id))
                : Approvals(scope.Connection, used.Request).Select(a => a.Account);
            Tell(scope, "access.used", when, new { grant, used.Request, exchange, approvedBy, used.Used, used.Uses });
            return true;
        },
        cancellationToken);

    // What is asked for; then whom, and until when, or what of policy said yes in their place.
    private void TellAsked(WriteScope scope, AccessRequest request) => Tell(scope, request.Automatic is null ? "access.requested" : "access.auto-approved", request.Created, new
    {
        request = request.Id,
        agent = request.Agent.Id,
        name = request.Agent.Name,
        chain = request.Chain.Select(m => m.Id),
        request.Action,
        request.Resource,
        request.Digest,
        request.Exchange,
        policies = request.Policies.Select(p => p.Id),
        policiesDigest = HeldPolicy.DigestOf(request.Policies),
        asks = request.Automatic is null ? request.Policies.Select(p => p.Asks).Distinct(StringComparer.Ordinal) : null,
        needs = request.Automatic is null ? request.Needs : (int?)null,
        ends = request.Automatic is null ? request.Ends : (DateTimeOffset?)null,
        request.Automatic?.Effect,
        request.Automatic?.Usual,
        approving = request.Automatic?.Policies,
    });

    private bool Insert(SqliteConnection connection, AccessRequest request, AccessRequestState state) => connection.Execute(
        """
        INSERT INTO access_requests (id, agent, agent_name, owner, chain, action, resource, digest, sealed, exchange, policies, state, created, ends, asked, automatic)
        VALUES (@Id, @agent, @name, @owner, @chain, @Action, @Resource, @Digest, @text, @Exchange, @policies, @state, @now, @ends, 1, @automatic)
        ON CONFLICT (id) DO NOTHING
        """,
        new
        {
            request.Id,
            agent = request.Agent.Id,
            name = request.Agent.Name,
            owner = request.Agent.Owner,
            chain = JsonSerializer.Serialize(request.Chain, EventFacts.Options),
            request.Action,
            request.Resource,
            request.Digest,
            text = content.Seal(request.Id, SealedFor, request.Call),
            request.Exchange,
            policies = JsonSerializer.Serialize(request.Policies, EventFacts.Options),
            state = (int)state,
            now = request.Created.ToMicroseconds(),
            ends = request.Ends.ToMicroseconds(),
            automatic = request.Automatic is { } policy ? JsonSerializer.Serialize(policy, EventFacts.Options) : null,
        }) > 0;
}
