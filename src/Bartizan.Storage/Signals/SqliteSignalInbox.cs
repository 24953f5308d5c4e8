using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Core.Signals;
using Bartizan.Storage.Accounts;
using Bartizan.Storage.Events;
using Bartizan.Storage.Identity;
using Bartizan.Storage.KillSwitches;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Signals;

/// <summary>What other parties signalled, in the store's SQLite file. Id, effect and event of a signal are one transaction, so that a kill at any moment leaves all of it or nothing.</summary>
internal sealed class SqliteSignalInbox(StoreWriter writer, Database database, ConsoleStore accounts, IIdSource ids, TimeProvider clock) : ISignalInbox
{
    // A day longer than signals are believed after they were issued.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    /// <inheritdoc/>
    public ValueTask<SignalTaken> TakeAsync(ReceivedSignal signal, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var now = clock.GetUtcNow();
            scope.Connection.Execute("DELETE FROM received_signals WHERE received <= @old", new { old = (now - Remembered).ToMicroseconds() });
            if (scope.Connection.Execute(
                "INSERT INTO received_signals (issuer, jti, received) VALUES (@Issuer, @Id, @now) ON CONFLICT DO NOTHING", new { signal.Issuer, signal.Id, now = now.ToMicroseconds() }) == 0)
            {
                return new SignalTaken(true, "again", []);
            }

            IReadOnlyList<string> people = [.. signal.Subjects.SelectMany(s => Find(scope, s)).Distinct(StringComparer.Ordinal)];
            var did = signal.StreamStatus is not null ? "stream-updated"
                : signal.Verifies ? "verified"
                : people.Count == 0 ? "subject-unknown"
                : Apply(scope, signal, people, now);
            scope.Append(EventFacts.Record(ids, "identity", "signal.received", now, new
            {
                signal.Source,
                signal.Issuer,
                signal.Id,
                signal.Event,
                signal.Issued,
                accounts = people,
                did,
                signal.Reason,
                signal.StreamStatus,
                details = signal.Details.Count > 0 ? signal.Details : null,
            }));
            Note(scope, signal, now);
            return new SignalTaken(false, did, people);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ReportAsync(string source, string? problem, CancellationToken cancellationToken) => await writer.RunAsync(
        scope => scope.Connection.Execute(
            """
            INSERT INTO signal_sources (name, failing_since, problem) VALUES (@source, @now, @problem)
            ON CONFLICT (name) DO UPDATE SET failing_since = CASE WHEN @problem IS NULL THEN NULL ELSE coalesce(failing_since, @now) END, problem = @problem
            """,
            new { source, problem, now = problem is null ? (long?)null : clock.GetUtcNow().ToMicroseconds() }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SignalSourceState>> StatesAsync(CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<SignalSourceState>>(
        c => [.. c
            .Query<Row>("SELECT name, received, last, last_event AS LastEvent, verified, status, status_reason AS StatusReason, failing_since AS FailingSince, problem FROM signal_sources ORDER BY name")
            .Select(r => r.ToState())],
        cancellationToken));

    // Only what a provider itself says of somebody tells: its own name for them or for their session, or the name under which it made their account.
    private static IEnumerable<string> Find(WriteScope scope, SignalSubject subject) => subject switch
    {
        { Subject: not null } => scope.Connection.Query<string>("SELECT account FROM identities WHERE issuer = @Issuer AND subject = @Subject", subject),
        { Session: not null } => scope.Connection.Query<string>("SELECT DISTINCT account FROM sessions WHERE issuer = @Issuer AND sid = @Session", subject),
        { Email: not null } => scope.Connection.Query<string>("SELECT id FROM accounts WHERE issuer = @Issuer AND name = @Email", subject),
        _ => [],
    };

    private string Apply(WriteScope scope, ReceivedSignal signal, IReadOnlyList<string> people, DateTimeOffset now)
    {
        if (signal.Effect == SignalEffect.None)
        {
            return signal.Level is { } level && SignalledLevels.Keep(scope, people, signal.Subjects[0].Issuer, level, signal.Issued, now) ? "level-kept" : "recorded";
        }

        // The last admin cannot be locked out by somebody elsewhere, but signs in anew.
        var changes = people.Select(p => signal.Effect == SignalEffect.DisableAccount ? accounts.Disable(scope, p, "signal:" + signal.Source) : AccountChange.LastAdmin).ToList();
        foreach (var account in people.Where((_, i) => changes[i] == AccountChange.LastAdmin))
        {
            ConsoleStore.EndAll(scope, account);
            Connections.EndAll(scope, account, null, now);
            SqliteIdentityStore.Bump(scope);
        }

        // Whatever was issued for them until now counts no longer, an assertion that nobody brought yet neither.
        foreach (var account in people)
        {
            SqliteStandingStore.EndUntilNow(scope, new KillTarget(KillKind.User, account), signal.Event[(signal.Event.LastIndexOf('/') + 1)..], "signal:" + signal.Source, now);
        }

        return signal.Effect == SignalEffect.EndSessions ? "sessions-ended" : changes.Contains(AccountChange.LastAdmin) ? "last-admin-kept" : "account-disabled";
    }

    private static void Note(WriteScope scope, ReceivedSignal signal, DateTimeOffset now) => scope.Connection.Execute(
        """
        INSERT INTO signal_sources (name, received, last, last_event, verified, status, status_reason) VALUES (@Source, 1, @now, @Event, @verified, coalesce(@StreamStatus, 'enabled'), @reason)
        ON CONFLICT (name) DO UPDATE SET received = received + 1, last = excluded.last, last_event = excluded.last_event, verified = coalesce(excluded.verified, verified),
            status = coalesce(@StreamStatus, status), status_reason = CASE WHEN @StreamStatus IS NULL THEN status_reason ELSE @reason END
        """,
        new
        {
            signal.Source,
            signal.Event,
            signal.StreamStatus,
            now = now.ToMicroseconds(),
            verified = signal.Verifies ? now.ToMicroseconds() : (long?)null,
            reason = signal.StreamStatus is null ? null : signal.Reason,
        });

    private sealed class Row
    {
        public required string Name { get; init; }
        public long Received { get; init; }
        public long? Last { get; init; }
        public string? LastEvent { get; init; }
        public long? Verified { get; init; }
        public required string Status { get; init; }
        public string? StatusReason { get; init; }
        public long? FailingSince { get; init; }
        public string? Problem { get; init; }

        public SignalSourceState ToState() => new(Name, Received, At(Last), LastEvent, At(Verified), Status, StatusReason, At(FailingSince), Problem);

        private static DateTimeOffset? At(long? microseconds) => microseconds is { } value ? SqliteTime.FromMicroseconds(value) : null;
    }
}
