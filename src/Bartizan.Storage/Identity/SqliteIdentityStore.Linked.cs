using Bartizan.Core.Identity;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>People whom identity providers vouch for, and the connections that begin with that.</summary>
internal sealed partial class SqliteIdentityStore : ILinkedPeople
{
    /// <inheritdoc/>
    public ValueTask<Person?> FindAsync(string issuer, string subject, CancellationToken cancellationToken) => new(database.Read(
        c => c.Query<(string Id, string Name, string Roles)>(
                "SELECT a.id, a.name, a.roles FROM identities i JOIN accounts a ON a.id = i.account WHERE i.issuer = @issuer AND i.subject = @subject AND a.disabled IS NULL",
                new { issuer, subject })
            .Select(a => new Person(a.Id, a.Name, a.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .SingleOrDefault(),
        cancellationToken));

    // Its code can never be used: it is used up by what begins it. That it is unique makes the assertion good once.
    private bool Begin(WriteScope scope, AssertedConnection asserted, DateTimeOffset now)
    {
        var connection = asserted.Connection;
        Purge(scope, now);
        if (scope.Connection.ExecuteScalar<long>(
                "SELECT count(*) FROM identities WHERE issuer = @Issuer AND subject = @Subject AND account = @Person", new { asserted.Issuer, asserted.Subject, connection.Person }) == 0
            // What the provider asserted before the person was signed out everywhere must not bring them back.
            || scope.Connection.ExecuteScalar<long>(
                "SELECT count(*) FROM kill_switches WHERE kind = 'user' AND target = @Person AND epoch >= @issued", new { connection.Person, issued = asserted.Issued.ToMicroseconds() }) > 0
            || !Insert(scope, connection, asserted.Assertion, used: now))
        {
            return false;
        }

        // Nothing that gateways hold in memory changed.
        scope.Append(EventFacts.Record(ids, "identity", "identity.assertion-used", now, new
        {
            account = connection.Person,
            connection.Agent,
            asserted.Issuer,
            connection = connection.Id,
            connection.Use.Resource,
            connection.Use.Scopes,
        }));
        return true;
    }
}
