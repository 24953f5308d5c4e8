using Bartizan.Storage.Signals;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Accounts;

public sealed partial class ConsoleStore
{
    private const string IdentityColumns = "SELECT id, issuer, subject, account, linked, last_used AS LastUsed FROM identities";

    /// <summary>The account of whom a provider calls so, disabled ones too; null when there is none.</summary>
    public ValueTask<Account?> FindByIdentityAsync(string issuer, string subject, CancellationToken cancellationToken) => new(_database.Read(
        c => c.QuerySingleOrDefault<AccountRow>(
            AccountColumns + " WHERE id = (SELECT account FROM identities WHERE issuer = @issuer AND subject = @subject)", new { issuer, subject })?.ToAccount(),
        cancellationToken));

    /// <summary>The identities of an account, or of all accounts, the oldest first.</summary>
    public ValueTask<IReadOnlyList<LinkedIdentity>> IdentitiesAsync(string? account, CancellationToken cancellationToken) => new(_database.Read<IReadOnlyList<LinkedIdentity>>(
        c => [.. c.Query<IdentityRow>(IdentityColumns + " WHERE @account IS NULL OR account = @account ORDER BY linked, id", new { account }).Select(r => r.ToIdentity())],
        cancellationToken));

    /// <summary>Links an identity to an account; false when it is linked already, or the account does not work. Event: <c>account.identity-linked</c>.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="by">Id of the account whose person did it.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public ValueTask<bool> LinkIdentityAsync(LinkedIdentity identity, string by, CancellationToken cancellationToken) => _writer.RunAsync(
        scope => Find(scope, identity.Account) is { Disabled: null } && Link(scope, identity, by), cancellationToken);

    /// <summary>Adds the account of somebody whom a provider lets in, with the identity; false when the name or the identity is taken. Events: <c>account.created</c>, <c>account.identity-linked</c>.</summary>
    public ValueTask<bool> AddFromProviderAsync(Account account, LinkedIdentity identity, CancellationToken cancellationToken) => _writer.RunAsync(
        scope => !scope.Connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM identities WHERE issuer = @Issuer AND subject = @Subject)", identity)
            && Add(scope, account, "provider")
            && Link(scope, identity, "provider"),
        cancellationToken);

    /// <summary>
    /// Takes an identity from an account, and ends the sessions that began by it; false when it has no such identity, or came from that provider. Event:
    /// <c>account.identity-unlinked</c>.
    /// </summary>
    public ValueTask<bool> UnlinkIdentityAsync(string account, string id, string by, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            var gone = scope.Connection.QuerySingleOrDefault<IdentityRow>(
                """
                DELETE FROM identities WHERE id = @id AND account = @account AND issuer IS NOT (SELECT issuer FROM accounts WHERE id = @account)
                RETURNING id, issuer, subject, account, linked, last_used AS LastUsed
                """,
                new { account, id });
            if (gone is not null)
            {
                scope.Connection.Execute("DELETE FROM sessions WHERE account = @account AND issuer = @Issuer AND subject = @Subject", new { account, gone.Issuer, gone.Subject });
                SignalledLevels.SessionsEnded(scope, account);
                Record(scope, "account.identity-unlinked", new { account, gone.Issuer, gone.Subject, by });
            }

            return gone is not null;
        },
        cancellationToken);

    /// <summary>Ends the sessions that began by an identity, because its provider says so; returns how many. Event: <c>console.signed-out</c> for each.</summary>
    /// <param name="issuer">The provider.</param>
    /// <param name="subject">The person there; null for whoever has the session.</param>
    /// <param name="sid">The provider's own session; null for all of the person's. One of the two is there.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public ValueTask<int> EndSessionsOfAsync(string issuer, string? subject, string? sid, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            if (subject is null && sid is null)
            {
                return 0;
            }

            var ended = scope.Connection.Query<string>(
                "DELETE FROM sessions WHERE issuer = @issuer AND (@subject IS NULL OR subject = @subject) AND (@sid IS NULL OR sid = @sid) RETURNING account",
                new { issuer, subject, sid }).ToList();
            foreach (var account in ended)
            {
                SignalledLevels.SessionsEnded(scope, account);
                Record(scope, "console.signed-out", new { account, issuer });
            }

            return ended.Count;
        },
        cancellationToken);

    private static bool Use(WriteScope scope, SessionIdentity identity, string account, long now) => scope.Connection.Execute(
        "UPDATE identities SET last_used = @now WHERE issuer = @Issuer AND subject = @Subject AND account = @account",
        new { identity.Issuer, identity.Subject, account, now }) > 0;

    private bool Link(WriteScope scope, LinkedIdentity identity, string by)
    {
        var linked = scope.Connection.Execute(
            "INSERT INTO identities (id, issuer, subject, account, linked) VALUES (@Id, @Issuer, @Subject, @Account, @linked) ON CONFLICT (issuer, subject) DO NOTHING",
            new { identity.Id, identity.Issuer, identity.Subject, identity.Account, linked = identity.Linked.ToMicroseconds() }) > 0;
        if (linked)
        {
            Record(scope, "account.identity-linked", new { identity.Account, identity.Issuer, identity.Subject, by });
        }

        return linked;
    }

    private sealed class IdentityRow
    {
        public required string Id { get; init; }
        public required string Issuer { get; init; }
        public required string Subject { get; init; }
        public required string Account { get; init; }
        public long Linked { get; init; }
        public long? LastUsed { get; init; }

        public LinkedIdentity ToIdentity() => new()
        {
            Id = Id,
            Issuer = Issuer,
            Subject = Subject,
            Account = Account,
            Linked = SqliteTime.FromMicroseconds(Linked),
            LastUsed = LastUsed is { } used ? SqliteTime.FromMicroseconds(used) : null,
        };
    }
}
