using Bartizan.Core.Exchanges;
using Bartizan.Core.Sensitivities;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Sensitivities;

/// <summary>The labels of sessions in the store's SQLite file. One that has ended is never given out, and is deleted by <see cref="PurgeAsync"/>.</summary>
internal sealed class SqliteSensitivityStore(StoreWriter writer, Database database, TimeProvider clock) : ISensitivityStore
{
    // A session's end moves with its use, but is not written for every exchange.
    private const int ExtendAfter = 16;

    /// <inheritdoc/>
    public ValueTask<Sensitivity> FindAsync(string session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(session, clock.GetUtcNow()).Label);
    }

    /// <inheritdoc/>
    public async ValueTask RaiseAsync(string session, Sensitivity label, TimeSpan keep, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (known, expires) = Read(session, now);
        if (known >= label && expires > (now + keep - (keep / ExtendAfter)).ToMicroseconds())
        {
            return;
        }

        await writer.RunAsync(
            scope => scope.Connection.Execute(
                """
                INSERT INTO session_labels (session, label, expires) VALUES (@session, @label, @expires)
                ON CONFLICT (session) DO UPDATE SET
                  label = CASE WHEN session_labels.expires > @now THEN max(label, excluded.label) ELSE excluded.label END,
                  expires = max(expires, excluded.expires)
                """,
                new { session, label = (int)label, expires = (now + keep).ToMicroseconds(), now = now.ToMicroseconds() }),
            cancellationToken);
    }

    /// <summary>Forgets sessions that have ended; returns how many.</summary>
    public async ValueTask<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        return AnyEnded(now)
            ? await writer.RunAsync(scope => scope.Connection.Execute("DELETE FROM session_labels WHERE expires <= @now", new { now }), cancellationToken)
            : 0;
    }

    private bool AnyEnded(long now)
    {
        using var lease = database.Read();
        return lease.Connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM session_labels WHERE expires <= @now)", new { now }) > 0;
    }

    private (Sensitivity Label, long Expires) Read(string session, DateTimeOffset now)
    {
        using var lease = database.Read();
        var (label, expires) = lease.Connection.QueryFirstOrDefault<(int Label, long Expires)>(
            "SELECT label, expires FROM session_labels WHERE session = @session AND expires > @now", new { session, now = now.ToMicroseconds() });
        return ((Sensitivity)label, expires);
    }
}
