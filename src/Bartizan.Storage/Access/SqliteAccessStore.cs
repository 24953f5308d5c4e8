using Bartizan.Core.Content;
using Bartizan.Core.Elevation;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Exchanges;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Access;

/// <summary>Access requests, approvals and grants in the store's SQLite file. Each change is one transaction with the event that tells of it.</summary>
internal sealed partial class SqliteAccessStore(StoreWriter writer, Database database, ExchangeQueries exchanges, IContentProtector content, IIdSource ids) : IAccessStore
{
    private const string RequestColumns =
        """
        SELECT id, agent, agent_name AS AgentName, owner, chain, action, resource, digest, exchange, policies, state, created, ends, asked,
               denied_by AS DeniedBy, reason, automatic
        FROM access_requests
        """;

    private const string ApprovalColumns =
        """
        SELECT request, account, name, key, uses, until, signature, authenticator_data AS AuthenticatorData, client_data AS ClientData, at FROM access_approvals
        """;

    private const string GrantColumns = "SELECT id, request, policy, uses, used, created, ends, revoked, revoked_by AS RevokedBy FROM access_grants";

    private const string KeyColumns =
        """
        SELECT id, account, name, public_key AS PublicKey, credential_id AS CredentialId, relying_party AS RelyingParty, origin, sign_count AS SignCount,
               created, revoked
        FROM approver_keys
        """;

    private const string ApproverColumns = "SELECT id, name, roles, disabled FROM accounts";

    // What a call is sealed for, beside the request's id.
    private const string SealedFor = "call";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AccessRequest>> ListAsync(int most, DateTimeOffset now, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<AccessRequest>>(
        c => [.. c.Query<RequestRow>(RequestColumns + " ORDER BY id DESC LIMIT @most", new { most }).Select(r => r.ToRequest(now))], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<AccessRequest?> FindAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) => new(database.Read(
        c => FindRequest(c, id)?.ToRequest(now) is { } request
            ? request with { Call = content.Unseal(id, SealedFor, c.ExecuteScalar<string>("SELECT sealed FROM access_requests WHERE id = @id", new { id })!) }
            : null,
        cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> EarlierCallsAsync(AccessRequest request, int most, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<string>>(
        c =>
        [
            .. c.Query<(string Id, string Sealed)>(
                """
                SELECT id, sealed FROM access_requests
                WHERE agent = @agent AND action = @Action AND resource = @Resource AND created < @created AND id <> @Id
                  AND EXISTS (SELECT 1 FROM access_grants WHERE access_grants.request = access_requests.id AND used > 0)
                ORDER BY created DESC LIMIT @most
                """,
                new { agent = request.Agent.Id, request.Action, request.Resource, created = request.Created.ToMicroseconds(), request.Id, most })
                .Select(r => content.Unseal(r.Id, SealedFor, r.Sealed)).OfType<string>(),
        ],
        cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Approval>> ApprovalsAsync(string request, CancellationToken cancellationToken) =>
        new(database.Read<IReadOnlyList<Approval>>(c => Approvals(c, request), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Grant?> GrantOfAsync(string request, CancellationToken cancellationToken) => new(database.Read(
        c => c.QuerySingleOrDefault<GrantRow>(GrantColumns + " WHERE request = @request", new { request })?.ToGrant(), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Approver?> ApproverAsync(string idOrName, CancellationToken cancellationToken) => new(database.Read(
        c => c.Query<ApproverRow>(ApproverColumns + " WHERE id = @idOrName OR name = @idOrName", new { idOrName }).SingleOrDefault()?.ToApprover(), cancellationToken));

    private static RequestRow? FindRequest(SqliteConnection connection, string id) =>
        connection.QuerySingleOrDefault<RequestRow>(RequestColumns + " WHERE id = @id", new { id });

    private static IReadOnlyList<Approval> Approvals(SqliteConnection connection, string request) =>
        [.. connection.Query<ApprovalRow>(ApprovalColumns + " WHERE request = @request ORDER BY at", new { request }).Select(r => r.ToApproval())];

    private void Tell<T>(WriteScope scope, string kind, DateTimeOffset when, T fact) => scope.Append(EventFacts.Record(ids, "identity", kind, when, fact));
}
