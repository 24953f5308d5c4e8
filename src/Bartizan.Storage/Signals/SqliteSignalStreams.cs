using System.Text.Json;
using Bartizan.Core.Content;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;
using Bartizan.Core.Signals;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Signals;

/// <summary>Streams and what waits for them, in the store's SQLite file.</summary>
internal sealed class SqliteSignalStreams(StoreWriter writer, Database database, IContentProtector content, IIdSource ids, TimeProvider clock) : ISignalStreams
{
    private const string SealedFor = "signals.stream";
    private const string Columns = """
        SELECT id, client, description, endpoint, algorithm, events, removed, status, status_reason AS StatusReason, created, delivered, last, failing_since AS FailingSince, problem,
            (SELECT count(*) FROM signal_outbox WHERE stream = id) AS Waiting
        FROM signal_streams
        """;

    /// <summary>Notes within a change that streams are to be told of an event; nothing where there is none.</summary>
    public static void Note(WriteScope scope, long position) => scope.Connection.Execute(
        "INSERT INTO signal_facts (position) SELECT @position WHERE EXISTS (SELECT 1 FROM signal_streams WHERE status <> 'disabled')", new { position });

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(SignalStream stream, string? authorization, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (scope.Connection.ExecuteScalar<long>("SELECT count(*) FROM signal_streams WHERE client = @Client", new { stream.Client }) >= SignalStream.MostOfOne)
            {
                return false;
            }

            scope.Connection.Execute(
                """
                INSERT INTO signal_streams (id, client, description, endpoint, "authorization", algorithm, events, removed, status, created)
                VALUES (@Id, @Client, @Description, @Endpoint, @header, @Algorithm, @events, '[]', 'enabled', @created)
                """,
                new { stream.Id, stream.Client, stream.Description, stream.Endpoint, stream.Algorithm, header = Seal(stream.Id, authorization), events = JsonSerializer.Serialize(stream.Events), created = stream.Created.ToMicroseconds() });
            Tell(scope, "signal.stream-changed", stream);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SignalStream>> ListAsync(string? client, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<SignalStream>>(
        c => [.. c.Query<Row>(Columns + " WHERE @client IS NULL OR client = @client ORDER BY created, id", new { client }).Select(r => r.ToStream())], cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SignalStream?> ChangeAsync(string id, string client, Func<SignalStream, SignalStream> change, string? authorization, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (scope.Connection.QuerySingleOrDefault<Row>(Columns + " WHERE id = @id AND client = @client", new { id, client })?.ToStream() is not { } before)
            {
                return null;
            }

            var after = change(before);
            scope.Connection.Execute(
                """
                UPDATE signal_streams SET description = @Description, endpoint = @Endpoint, algorithm = @Algorithm, events = @events, removed = @removed, status = @status, status_reason = @StatusReason,
                    failing_since = NULL, problem = NULL, "authorization" = CASE WHEN @authorization IS NULL THEN "authorization" ELSE @header END
                WHERE id = @id
                """,
                new
                {
                    id,
                    after.Description,
                    after.Endpoint,
                    after.Algorithm,
                    after.StatusReason,
                    authorization,
                    events = JsonSerializer.Serialize(after.Events),
                    removed = JsonSerializer.Serialize(after.Removed),
                    status = Word(after.Status),
                    header = Seal(id, authorization),
                });
            if (after.Status == StreamStatus.Disabled)
            {
                scope.Connection.Execute("DELETE FROM signal_outbox WHERE stream = @id", new { id });
            }

            Tell(scope, "signal.stream-changed", after);
            return after;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(string id, string client, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            scope.Connection.Execute("DELETE FROM signal_outbox WHERE stream = (SELECT id FROM signal_streams WHERE id = @id AND client = @client)", new { id, client });
            var deleted = scope.Connection.Execute("DELETE FROM signal_streams WHERE id = @id AND client = @client", new { id, client }) > 0;
            if (deleted)
            {
                scope.Append(EventFacts.Record(ids, "identity", "signal.stream-deleted", clock.GetUtcNow(), new { stream = id, client }));
            }

            return deleted;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> AuthorizationAsync(string id, CancellationToken cancellationToken) => new(database.Read(
        c => c.ExecuteScalar<string?>("SELECT \"authorization\" FROM signal_streams WHERE id = @id", new { id }) is { } text ? content.Unseal(SealedFor, id, text) : null, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredEvent>> UntoldAsync(int most, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<StoredEvent>>(
        c => [.. c.Query<EventRow>("SELECT e.position, e.id, e.time, e.source, e.kind, e.json FROM signal_facts f JOIN events e ON e.position = f.position ORDER BY f.position LIMIT @most", new { most }).Select(r => r.ToEvent())],
        cancellationToken));

    /// <inheritdoc/>
    public async ValueTask TellAsync(IReadOnlyList<long> told, IReadOnlyList<OutgoingSignal> signals, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            scope.Connection.Execute("DELETE FROM signal_facts WHERE position = @position", told.Select(position => new { position }));
            // A stream may have been deleted or disabled since the signals were made for it.
            scope.Connection.Execute(
                "INSERT INTO signal_outbox (stream, jti, claims) SELECT @Stream, @Id, @Claims WHERE EXISTS (SELECT 1 FROM signal_streams WHERE id = @Stream AND status <> 'disabled')", signals);
            foreach (var stream in signals.Select(s => s.Stream).Distinct(StringComparer.Ordinal))
            {
                if (scope.Connection.ExecuteScalar<long>("SELECT count(*) FROM signal_outbox WHERE stream = @stream", new { stream }) > SignalStream.MostWaiting)
                {
                    Disable(scope, stream);
                }
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OutgoingSignal>> WaitingAsync(string stream, int most, CancellationToken cancellationToken) => new(database.Read<IReadOnlyList<OutgoingSignal>>(
        c => [.. c.Query<(string Id, string Claims)>("SELECT jti, claims FROM signal_outbox WHERE stream = @stream ORDER BY seq LIMIT @most", new { stream, most }).Select(r => new OutgoingSignal(stream, r.Id, r.Claims))],
        cancellationToken));

    /// <inheritdoc/>
    public async ValueTask DeliveredAsync(string stream, IReadOnlyList<string> jtis, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            var delivered = scope.Connection.Execute("DELETE FROM signal_outbox WHERE stream = @stream AND jti = @jti", jtis.Select(jti => new { stream, jti }));
            return scope.Connection.Execute(
                "UPDATE signal_streams SET delivered = delivered + @delivered, last = CASE WHEN @delivered > 0 THEN @now ELSE last END, failing_since = NULL, problem = NULL WHERE id = @stream",
                new { stream, delivered, now = clock.GetUtcNow().ToMicroseconds() });
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask RefusedAsync(string stream, string id, string error, int most, CancellationToken cancellationToken) => await writer.RunAsync(
        scope =>
        {
            var refused = scope.Connection.ExecuteScalar<long?>("UPDATE signal_outbox SET refused = refused + 1 WHERE stream = @stream AND jti = @id RETURNING refused", new { stream, id });
            if (refused >= most)
            {
                scope.Connection.Execute("DELETE FROM signal_outbox WHERE stream = @stream AND jti = @id", new { stream, id });
                scope.Append(EventFacts.Record(ids, "identity", "signal.left-out", clock.GetUtcNow(), new { stream, signal = id, error }));
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask FailedAsync(string stream, string problem, CancellationToken cancellationToken) => await writer.RunAsync(
        scope => scope.Connection.Execute(
            "UPDATE signal_streams SET failing_since = coalesce(failing_since, @now), problem = @problem WHERE id = @stream", new { stream, problem, now = clock.GetUtcNow().ToMicroseconds() }),
        cancellationToken);

    private static string Word(StreamStatus status) => status.ToString().ToLowerInvariant();

    private string? Seal(string id, string? authorization) => string.IsNullOrEmpty(authorization) ? null : content.Seal(SealedFor, id, authorization);

    private void Disable(WriteScope scope, string id)
    {
        var reason = $"More than {SignalStream.MostWaiting} signals waited.";
        scope.Connection.Execute("DELETE FROM signal_outbox WHERE stream = @id; UPDATE signal_streams SET status = 'disabled', status_reason = @reason WHERE id = @id", new { id, reason });
        Tell(scope, "signal.stream-changed", scope.Connection.QuerySingle<Row>(Columns + " WHERE id = @id", new { id }).ToStream());
    }

    private void Tell(WriteScope scope, string kind, SignalStream stream) => scope.Append(EventFacts.Record(ids, "identity", kind, clock.GetUtcNow(), new
    {
        stream = stream.Id,
        stream.Client,
        stream.Endpoint,
        stream.Algorithm,
        stream.Events,
        status = Word(stream.Status),
        stream.StatusReason,
        removed = stream.Removed.Count,
    }));

    private sealed class EventRow
    {
        public long Position { get; init; }
        public required string Id { get; init; }
        public long Time { get; init; }
        public required string Source { get; init; }
        public required string Kind { get; init; }
        public required byte[] Json { get; init; }

        public StoredEvent ToEvent() => new(Position, new EventRecord { Id = Id, Time = SqliteTime.FromMicroseconds(Time), Source = Source, Kind = Kind, Json = Json });
    }

    private sealed class Row
    {
        public required string Id { get; init; }
        public required string Client { get; init; }
        public string? Description { get; init; }
        public string? Endpoint { get; init; }
        public required string Algorithm { get; init; }
        public required string Events { get; init; }
        public required string Removed { get; init; }
        public required string Status { get; init; }
        public string? StatusReason { get; init; }
        public long Created { get; init; }
        public long Delivered { get; init; }
        public long? Last { get; init; }
        public long? FailingSince { get; init; }
        public string? Problem { get; init; }
        public long Waiting { get; init; }

        public SignalStream ToStream() => new()
        {
            Id = Id,
            Client = Client,
            Description = Description,
            Endpoint = Endpoint,
            Algorithm = Algorithm,
            Events = JsonSerializer.Deserialize<string[]>(Events)!,
            Removed = JsonSerializer.Deserialize<string[]>(Removed)!,
            Status = Enum.Parse<StreamStatus>(Status, ignoreCase: true),
            StatusReason = StatusReason,
            Created = SqliteTime.FromMicroseconds(Created),
            Delivered = Delivered,
            Last = Last is { } last ? SqliteTime.FromMicroseconds(last) : null,
            FailingSince = FailingSince is { } since ? SqliteTime.FromMicroseconds(since) : null,
            Problem = Problem,
            Waiting = Waiting,
        };
    }
}
