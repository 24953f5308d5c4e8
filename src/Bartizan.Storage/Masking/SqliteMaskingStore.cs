using Bartizan.Core.Content;
using Bartizan.Core.Masking;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Masking;

/// <summary>
/// Masking sessions in the store's SQLite file. A session that has ended is never given out; its key's row is overwritten and deleted with the next
/// session that begins, and by <see cref="PurgeAsync"/>.
/// </summary>
internal sealed class SqliteMaskingStore(StoreWriter writer, Database database, IContentProtector content, TimeProvider clock) : IMaskingStore
{
    // A session's end moves with its use, but is not written for every exchange.
    private const int ExtendAfter = 16;

    private readonly SessionSealer _sealer = new(content);

    /// <inheritdoc/>
    public ValueTask<MaskingSession?> FindAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(Read(lease.Connection, id, clock.GetUtcNow().ToMicroseconds()));
    }

    /// <inheritdoc/>
    public async ValueTask<MaskingSession> OpenAsync(string id, TimeSpan keep, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (LastsFor(id, now + keep - (keep / ExtendAfter)) && await FindAsync(id, cancellationToken) is { } known)
        {
            return known;
        }

        return await writer.RunAsync(
            scope =>
            {
                var connection = scope.Connection;
                Purge(connection, now.ToMicroseconds());
                connection.Execute(
                    """
                    INSERT INTO masking_sessions (id, key, expires) VALUES (@id, @key, @expires)
                    ON CONFLICT (id) DO UPDATE SET expires = max(expires, excluded.expires)
                    """,
                    new { id, key = _sealer.NewKey(id), expires = (now + keep).ToMicroseconds() });
                return Read(connection, id, now.ToMicroseconds())!;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(MaskingSession session, IReadOnlyList<MaskedValue> values, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            var now = clock.GetUtcNow().ToMicroseconds();
            var known = Read(scope.Connection, session.Id, now);
            if (known is null || !known.Key.AsSpan().SequenceEqual(session.Key))
            {
                return false;
            }

            var taken = known.Values.ToDictionary(v => v.Token, StringComparer.Ordinal);
            if (values.Any(v => taken.TryGetValue(v.Token, out var other) && other != v))
            {
                return false;
            }

            foreach (var value in values.Where(v => !taken.ContainsKey(v.Token)))
            {
                var row = SessionSealer.NameOf(session.Key, value.Token);
                scope.Connection.Execute(
                    "INSERT INTO masking_values (session, token, added, sealed) VALUES (@session, @row, @now, @sealed)",
                    new { session = session.Id, row, now, @sealed = SessionSealer.Seal(session.Key, row, value) });
            }

            return true;
        },
        cancellationToken);

    /// <summary>Destroys the keys of sessions that have ended, and their values; returns how many sessions.</summary>
    public async ValueTask<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        return AnyEnded(now) ? await writer.RunAsync(scope => Purge(scope.Connection, now), cancellationToken) : 0;
    }

    private bool AnyEnded(long now)
    {
        using var lease = database.Read();
        return lease.Connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM masking_sessions WHERE expires <= @now)", new { now }) > 0;
    }

    private static int Purge(SqliteConnection connection, long now)
    {
        // secure_delete has SQLite overwrite what is deleted with zeros.
        connection.Run("PRAGMA secure_delete = ON");
        var ended = connection.Execute("DELETE FROM masking_sessions WHERE expires <= @now", new { now });
        connection.Run("PRAGMA secure_delete = OFF");
        return ended;
    }

    private bool LastsFor(string id, DateTimeOffset until)
    {
        using var lease = database.Read();
        return lease.Connection.ExecuteScalar<long?>("SELECT expires FROM masking_sessions WHERE id = @id", new { id }) > until.ToMicroseconds();
    }

    private MaskingSession? Read(SqliteConnection connection, string id, long now)
    {
        if (connection.ExecuteScalar<string>("SELECT key FROM masking_sessions WHERE id = @id AND expires > @now", new { id, now }) is not { } sealedKey)
        {
            return null;
        }

        var key = _sealer.OpenKey(id, sealedKey);
        var rows = connection.Query<(string Token, string Sealed)>("SELECT token, sealed FROM masking_values WHERE session = @id ORDER BY added", new { id });
        return new MaskingSession(id, key, [.. rows.Select(r => SessionSealer.Open(key, r.Token, r.Sealed))]);
    }
}
