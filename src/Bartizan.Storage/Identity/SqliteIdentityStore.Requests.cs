using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Identity;

/// <summary>What clients ask people for, until it is answered.</summary>
internal sealed partial class SqliteIdentityStore
{
    /// <inheritdoc/>
    public ValueTask<bool> AddRequestAsync(
        byte[] hash, string? pushedBy, ConsentRequest request, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            scope.Connection.Execute("DELETE FROM authorization_requests WHERE expires <= @now", new { now = now.ToMicroseconds() });
            return scope.Connection.Execute(
                """
                INSERT INTO authorization_requests (hash, client, request, expires)
                SELECT @hash, @pushedBy, @text, @until WHERE (SELECT count(*) FROM authorization_requests) < @most
                """,
                new { hash, pushedBy, text = JsonSerializer.Serialize(request, EventFacts.Options), until = expires.ToMicroseconds(), most = IConsentStore.MostRequests }) > 0;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ConsentRequest?> TakePushedAsync(byte[] hash, string client, DateTimeOffset now, CancellationToken cancellationToken) => writer.RunAsync(
        scope => Read(scope.Connection.ExecuteScalar<string>(
            "DELETE FROM authorization_requests WHERE hash = @hash AND client = @client AND expires > @now RETURNING request",
            new { hash, client, now = now.ToMicroseconds() })),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<(ConsentRequest Request, DateTimeOffset Expires)?> FindRequestAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        var found = lease.Connection.Query<(string Request, long Expires)>(
            "SELECT request, expires FROM authorization_requests WHERE hash = @hash AND client IS NULL AND expires > @now", new { hash, now = now.ToMicroseconds() }).ToList();
        return new(found is [var (text, expires)] ? (Read(text)!, SqliteTime.FromMicroseconds(expires)) : null);
    }

    private static ConsentRequest? Read(string? text) => text is null ? null : JsonSerializer.Deserialize<ConsentRequest>(text, EventFacts.Options);
}
