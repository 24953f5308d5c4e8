using System.Globalization;
using Bartizan.Core.Events;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;

namespace Bartizan.Storage.Events;

/// <summary>Cursors as names in the table <c>meta</c>.</summary>
internal sealed class SqliteEventCursors(StoreWriter writer, Database database) : IEventCursors
{
    private const string Prefix = "cursor:";

    /// <inheritdoc/>
    public ValueTask<long> ReadAsync(string reader, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        var value = lease.Connection.ExecuteScalar<string?>("SELECT value FROM meta WHERE name = @name", new { name = Prefix + reader });
        return new(value is null ? 0 : long.Parse(value, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public async ValueTask MoveAsync(string reader, long position, CancellationToken cancellationToken) => await writer.RunAsync(
        scope => scope.Connection.Execute(
            "INSERT INTO meta (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            new { name = Prefix + reader, value = position.ToString(CultureInfo.InvariantCulture) }),
        cancellationToken);
}
