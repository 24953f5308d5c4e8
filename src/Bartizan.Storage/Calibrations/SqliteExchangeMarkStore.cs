using Bartizan.Core.Calibrations;
using Bartizan.Core.Ids;
using Bartizan.Storage.Events;
using Bartizan.Storage.Exchanges;
using Bartizan.Storage.Sqlite;
using Bartizan.Storage.Writing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Calibrations;

/// <summary>Marks of exchanges in the store's SQLite file. Each is one transaction with the event that tells of it.</summary>
internal sealed class SqliteExchangeMarkStore(StoreWriter writer, Database database, IIdSource ids) : IExchangeMarkStore
{
    private const string Columns = "SELECT exchange, attack, by_whom AS By, at FROM exchange_marks";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ExchangeMark>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new([.. lease.Connection.Query<Row>(Columns + " ORDER BY exchange").Select(r => r.ToMark())]);
    }

    /// <inheritdoc/>
    public ValueTask<ExchangeMark?> FindAsync(string exchange, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var lease = database.Read();
        return new(lease.Connection.QuerySingleOrDefault<Row>(Columns + " WHERE exchange = @exchange", new { exchange })?.ToMark());
    }

    /// <inheritdoc/>
    public ValueTask<bool> MarkAsync(ExchangeMark mark, CancellationToken cancellationToken) => writer.RunAsync(
        scope =>
        {
            if (!IsExchange(scope.Connection, mark.Exchange))
            {
                return false;
            }

            scope.Connection.Execute(
                """
                INSERT INTO exchange_marks (exchange, attack, by_whom, at) VALUES (@Exchange, @Attack, @By, @At)
                ON CONFLICT (exchange) DO UPDATE SET attack = excluded.attack, by_whom = excluded.by_whom, at = excluded.at
                """,
                new { mark.Exchange, Attack = mark.Attack ? 1 : 0, mark.By, At = mark.At.ToMicroseconds() });
            scope.Append(EventFacts.Record(ids, "guard", "guard.exchange-marked", mark.At, new { mark.Exchange, mark.Attack, mark.By }));
            return true;
        },
        cancellationToken);

    private static bool IsExchange(SqliteConnection connection, string id) => EventRows.Find(connection, id) is { Event.Kind: ExchangeProjection.Kind };

    private sealed class Row
    {
        public required string Exchange { get; init; }
        public long Attack { get; init; }
        public required string By { get; init; }
        public long At { get; init; }

        public ExchangeMark ToMark() => new(Exchange, Attack != 0, By, SqliteTime.FromMicroseconds(At));
    }
}
