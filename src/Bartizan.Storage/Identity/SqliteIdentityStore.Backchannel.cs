using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>What clients ask people for without a browser.</summary>
internal sealed partial class SqliteIdentityStore
{
    // What CIBA Core 1.0, section 11, adds for a client that looks too often.
    private static readonly TimeSpan SlowDownBy = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public ValueTask<bool> AskAsync(byte[] hash, BackchannelRequest request, TimeSpan pace, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var (c, now) = (scope.Connection, request.Created);
            c.Execute("DELETE FROM backchannel_requests WHERE expires <= @over", new { over = (now - KeptAfter).ToMicroseconds() });
            var counts = c.QuerySingle<(long Person, long Agent, long Refused)>(
                """
                SELECT count(*) FILTER (WHERE account = @Person AND state = 0 AND expires > @now),
                       count(*) FILTER (WHERE agent = @Agent AND state = 0 AND expires > @now),
                       count(*) FILTER (WHERE agent = @Agent AND account = @Person AND state = 2 AND created > @quiet)
                FROM backchannel_requests WHERE account = @Person OR agent = @Agent
                """,
                new { request.Person, request.Agent, now = now.ToMicroseconds(), quiet = (now - IBackchannelStore.QuietAfterNo).ToMicroseconds() });
            if (counts.Person >= IBackchannelStore.MostOfAPerson
                || counts.Agent >= IBackchannelStore.MostOfAnAgent
                || counts.Refused > 0
                || !Checks(scope).Works(request.Agent, now)
                || !Checks(scope).Works(request.Person, now)
                || Checks(scope).IsStopped([request.Agent, request.Person], ""))
            {
                return false;
            }

            c.Execute(
                """
                INSERT INTO backchannel_requests (hash, id, agent, account, request, state, created, expires, polled, pace)
                VALUES (@hash, @Id, @Agent, @Person, @text, 0, @created, @expires, 0, @pace)
                """,
                new
                {
                    hash,
                    request.Id,
                    request.Agent,
                    request.Person,
                    text = content.Seal(request.Id, "backchannel", JsonSerializer.Serialize(request, EventFacts.Options)),
                    created = now.ToMicroseconds(),
                    expires = request.Expires.ToMicroseconds(),
                    pace = pace.Ticks / TimeSpan.TicksPerMicrosecond,
                });
            Changed(scope, "identity.backchannel-asked", now, new
            {
                request = request.Id,
                request.Agent,
                account = request.Person,
                request.Use.Resource,
                request.Use.Scopes,
                request.Use.Authority?.Models,
                request.Use.Authority?.Tools,
                request.Key,
                request.Expires,
            });
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BackchannelState> PollAsync(byte[] hash, string agent, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var at = now.ToMicroseconds();
            if (scope.Connection.QuerySingleOrDefault<PolledRow>(
                "SELECT state, expires, polled, pace FROM backchannel_requests WHERE hash = @hash AND agent = @agent", new { hash, agent }) is not { } found)
            {
                return BackchannelState.Unknown;
            }

            var isTooFast = found.State == 0 && at - found.Polled < found.Pace;
            scope.Connection.Execute(
                "UPDATE backchannel_requests SET polled = @at, pace = pace + @more WHERE hash = @hash",
                new { at, more = isTooFast ? SlowDownBy.Ticks / TimeSpan.TicksPerMicrosecond : 0, hash });
            return found.State switch
            {
                2 => BackchannelState.Denied,
                _ when found.Expires <= at => BackchannelState.Expired,
                1 => BackchannelState.Allowed,
                _ => isTooFast ? BackchannelState.TooFast : BackchannelState.Waiting,
            };
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BackchannelRequest>> WaitingAsync(string person, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection.Query<(string Id, string Request)>(
            "SELECT id, request FROM backchannel_requests WHERE account = @person AND state = 0 AND expires > @now ORDER BY created", new { person, now = now.ToMicroseconds() })
            .Select(r => content.Unseal(r.Id, "backchannel", r.Request)).OfType<string>()
            .Select(text => JsonSerializer.Deserialize<BackchannelRequest>(text, EventFacts.Options)!)]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> AllowAsync(string id, Connection connection, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (!MayBegin(scope, connection, now)
                || Answer(scope, id, connection.Person, connection.Agent, 1, now) is not { } hash)
            {
                return false;
            }

            Purge(scope, now);
            Insert(scope, connection, hash, used: null);
            TellConsent(scope, connection, now, request: id);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RefuseAsync(string id, string person, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var taken = Answer(scope, id, person, null, 2, now) is not null;
            if (taken)
            {
                Changed(scope, "identity.consent-denied", now, new { account = person, request = id });
            }

            return taken;
        },
        cancellationToken);

    private static byte[]? Answer(Writing.WriteScope scope, string id, string person, string? agent, int state, DateTimeOffset now) => scope.Connection.ExecuteScalar<byte[]?>(
        """
        UPDATE backchannel_requests SET state = @state
        WHERE id = @id AND account = @person AND (@agent IS NULL OR agent = @agent) AND state = 0 AND expires > @now RETURNING hash
        """,
        new { state, id, person, agent, now = now.ToMicroseconds() });

    private sealed class PolledRow
    {
        public long State { get; init; }

        public long Expires { get; init; }

        public long Polled { get; init; }

        public long Pace { get; init; }
    }
}
