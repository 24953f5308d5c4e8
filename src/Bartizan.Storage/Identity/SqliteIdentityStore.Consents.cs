using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>What people answered, and what they take back.</summary>
internal sealed partial class SqliteIdentityStore
{
    // How long after its end a connection is kept, so that a code or token that is replayed is still known for what it is.
    private static readonly TimeSpan KeptAfter = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public ValueTask<bool> AllowAsync(byte[] request, Connection connection, byte[] code, string client, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var c = scope.Connection;
            if (!MayBegin(scope, connection, now) || !TakeRequest(scope, request, now))
            {
                return false;
            }

            Purge(scope, now);
            var use = connection.Use;
            var authority = Authority.Write(use);
            if (!Consents(scope, connection.Person, connection.Agent).Any(known => known.Use.Covers(use)))
            {
                foreach (var narrower in Consents(scope, connection.Person, connection.Agent).Where(known => use.Covers(known.Use) || (known.Use.Mandate is not null && use.Mandate is not null)))
                {
                    c.Execute("DELETE FROM consents WHERE id = @Id", new { narrower.Id });
                }

                c.Execute(
                    "INSERT INTO consents (id, account, agent, resource, authority, created) VALUES (@id, @Person, @Agent, @Resource, @authority, @created)",
                    new { id = ids.NewId("cns"), connection.Person, connection.Agent, use.Resource, authority, created = now.ToMicroseconds() });
            }

            Insert(scope, connection, code, used: null);
            TellConsent(scope, connection, now, client);
            return true;
        },
        cancellationToken);

    // By a client in a browser, or to a request that waited for the person.
    private void TellConsent(WriteScope scope, Connection connection, DateTimeOffset now, string? client = null, string? request = null) => Changed(scope, "identity.consent-given", now, new
    {
        account = connection.Person,
        connection.Agent,
        client,
        request,
        connection = connection.Id,
        connection.Use.Resource,
        connection.Use.Scopes,
        connection.Use.Authority?.Models,
        connection.Use.Authority?.Tools,
        connection.Use.Renews,
        mandate = connection.Use.Mandate is null ? null : MandateText.Of(connection.Mandate!),
        connection.Expires,
    });

    // Between a click and this moment the session may have been ended, and what it allows would outlive that.
    private bool MayBegin(WriteScope scope, Connection connection, DateTimeOffset now) =>
        Checks(scope).Works(connection.Person, now)
        && Checks(scope).Works(connection.Agent, now)
        && (connection.Session is not { } session
            || scope.Connection.ExecuteScalar<long>("SELECT count(*) FROM sessions WHERE token_hash = @session AND account = @Person", new { session, connection.Person }) > 0);

    /// <inheritdoc/>
    public ValueTask<bool> DenyAsync(byte[] request, string person, string client, string? agent, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var taken = TakeRequest(scope, request, now);
            if (taken)
            {
                Changed(scope, "identity.consent-denied", now, new { account = person, agent, client });
            }

            return taken;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Consent>> ConsentsAsync(string person, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection.Query<ConsentRow>(ConsentRow.Columns + " WHERE account = @person ORDER BY created", new { person }).Select(r => r.ToConsent())]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAsync(string person, string agent, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var consents = scope.Connection.Execute("DELETE FROM consents WHERE account = @person AND agent = @agent", new { person, agent });
            var connections = Connections.EndAll(scope, person, agent, now);
            if (consents + connections == 0)
            {
                return false;
            }

            Changed(scope, "identity.consent-revoked", now, new { account = person, agent, consents, connections });
            return true;
        },
        cancellationToken);

    // False when its code is known already. The mandate that it brings begins with it.
    private static bool Insert(WriteScope scope, Connection connection, byte[] code, DateTimeOffset? used)
    {
        var isNew = scope.Connection.Execute(
            """
            INSERT INTO connections (id, account, agent, resource, authority, renews, code_hash, code_expires, code_used, code_key, redirect, challenge, created, expires)
            VALUES (@Id, @Person, @Agent, @Resource, @authority, @Renews, @code, @codeExpires, @codeUsed, @CodeKey, @Redirect, @Challenge, @created, @expires)
            ON CONFLICT (code_hash) DO NOTHING
            """,
            new
            {
                connection.Id,
                connection.Person,
                connection.Agent,
                connection.Use.Resource,
                authority = Authority.Write(connection.Use, connection.SignIn),
                connection.Use.Renews,
                code,
                codeExpires = connection.CodeExpires.ToMicroseconds(),
                codeUsed = used?.ToMicroseconds(),
                connection.CodeKey,
                connection.Redirect,
                connection.Challenge,
                created = connection.Created.ToMicroseconds(),
                expires = connection.Expires.ToMicroseconds(),
            }) > 0;
        if (isNew && connection.Mandate is { } mandate)
        {
            Add(scope, new MandateRecord(mandate, null, connection.Agent, connection.Person, connection.Id, connection.Created));
        }

        return isNew;
    }

    private static IEnumerable<Consent> Consents(WriteScope scope, string account, string agent) =>
        scope.Connection.Query<ConsentRow>(ConsentRow.Columns + " WHERE account = @account AND agent = @agent", new { account, agent }).Select(r => r.ToConsent());

    private static bool TakeRequest(WriteScope scope, byte[] request, DateTimeOffset now) => scope.Connection.Execute(
        "DELETE FROM authorization_requests WHERE hash = @request AND client IS NULL AND expires > @now", new { request, now = now.ToMicroseconds() }) > 0;

    private static void Purge(WriteScope scope, DateTimeOffset now)
    {
        var over = (now - KeptAfter).ToMicroseconds();
        scope.Connection.Execute("DELETE FROM refresh_tokens WHERE connection IN (SELECT id FROM connections WHERE expires < @over)", new { over });
        scope.Connection.Execute("DELETE FROM connections WHERE expires < @over", new { over });
    }

    private sealed record Authority(IReadOnlyList<string> Scopes, TokenAuthority? Use, bool Renews, MandateTerms? Mandate, SignIn? SignIn = null)
    {
        public static string Write(ConsentedUse use, SignIn? signIn = null) => JsonSerializer.Serialize(new Authority(use.Scopes, use.Authority, use.Renews, use.Mandate, signIn), EventFacts.Options);

        public static SignIn? SignInOf(string text) => JsonSerializer.Deserialize<Authority>(text, EventFacts.Options)!.SignIn;

        public static ConsentedUse Read(string resource, string text)
        {
            var authority = JsonSerializer.Deserialize<Authority>(text, EventFacts.Options)!;
            return new ConsentedUse(resource, authority.Scopes, authority.Use, authority.Renews) { Mandate = authority.Mandate };
        }
    }

    private sealed class ConsentRow
    {
        public const string Columns = "SELECT id, account, agent, resource, authority, created FROM consents";

        public required string Id { get; init; }
        public required string Account { get; init; }
        public required string Agent { get; init; }
        public required string Resource { get; init; }
        public required string Authority { get; init; }
        public long Created { get; init; }

        public Consent ToConsent() => new(Id, Account, Agent, SqliteIdentityStore.Authority.Read(Resource, Authority), SqliteTime.FromMicroseconds(Created));
    }
}
