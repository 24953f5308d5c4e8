using Bartizan.Core.Elevation;
using Bartizan.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Access;

/// <summary>What policy approves in the place of people.</summary>
internal sealed partial class SqliteAccessStore
{
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    /// <inheritdoc/>
    public AutomaticFacts Automatic(string agent, string owner, string name, DateTimeOffset now)
    {
        using var lease = database.Read();
        return new(ApprovedByPolicy(lease.Connection, agent, now), OwnerWorks(lease.Connection, owner), exchanges.CountPassed(agent, name, now - Usual));
    }

    /// <inheritdoc/>
    public ValueTask<bool> GrantAsync(AccessRequest request, Grant grant, int mostAnHour, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var (connection, approval) = (scope.Connection, request.Automatic!);
            // What was looked at before may have changed since.
            if (ApprovedByPolicy(connection, request.Agent.Id, request.Created) >= mostAnHour
                || !OwnerWorks(connection, request.Agent.Owner)
                || connection.ExecuteScalar<long>(
                    "SELECT count(*) FROM access_requests WHERE digest = @Digest AND state IN (0, 2) AND ends > @now", new { request.Digest, now = request.Created.ToMicroseconds() }) > 0
                || !Insert(connection, request, AccessRequestState.Approved))
            {
                return false;
            }

            Begin(connection, grant, request.Digest);
            var policies = approval.Policies.Select(p => AutomaticApproval.NameOf(p.Id));
            TellAsked(scope, request);
            Tell(scope, "access.granted", request.Created, new { grant = grant.Id, request = request.Id, grant.Policy, grant.Uses, grant.Ends, approvedBy = policies });
            return true;
        },
        cancellationToken);

    private static int ApprovedByPolicy(SqliteConnection connection, string agent, DateTimeOffset now) => connection.ExecuteScalar<int>(
        "SELECT count(*) FROM access_requests WHERE agent = @agent AND automatic IS NOT NULL AND created > @since", new { agent, since = (now - Recent).ToMicroseconds() });

    private static bool OwnerWorks(SqliteConnection connection, string owner) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM accounts WHERE (id = @owner OR name = @owner) AND disabled IS NOT NULL", new { owner }) == 0;
}
