using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Storage.Events;
using Bartizan.Storage.Sqlite;
using Dapper;

namespace Bartizan.Storage.Exchanges;

/// <summary>
/// What the console asks of exchanges. Lists and sums come from views that follow the log by about half a second;
/// a single exchange comes from the log itself and is there at once.
/// </summary>
public sealed partial class ExchangeQueries
{
    private readonly Database _store;
    private readonly Database _views;

    internal ExchangeQueries(Database store, Database views) => (_store, _views) = (store, views);

    /// <summary>One exchange whole, with its position in the log; null when there is none.</summary>
    public ValueTask<(long Position, ExchangeRecord Exchange)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Find(id));
    }

    /// <summary>The last position of the log that lists hold; 0 before the first. What is younger comes by following the log from here.</summary>
    public ValueTask<long> PositionAsync(CancellationToken cancellationToken) =>
        new(_views.Read(views => views.ExecuteScalar<long?>("SELECT max(position) FROM progress") ?? 0, cancellationToken));

    private (long Position, ExchangeRecord Exchange)? Find(string id)
    {
        using var lease = _store.Read();
        return EventRows.Find(lease.Connection, id) is { Event.Kind: ExchangeProjection.Kind } stored
            ? (stored.Position, JsonSerializer.Deserialize(stored.Event.Json.Span, EventJsonContext.Default.ExchangeRecord)!)
            : null;
    }
}
