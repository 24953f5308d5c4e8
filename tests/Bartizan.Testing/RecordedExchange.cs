using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;

namespace Bartizan.Testing;

/// <summary>Records exchanges as the gateway does.</summary>
public static class RecordedExchange
{
    /// <summary>Appends an exchange's event; its position.</summary>
    public static ValueTask<long> AppendAsync(this IEventLog log, ExchangeRecord exchange) => log.AppendAsync(
        new EventRecord
        {
            Id = exchange.Id,
            Time = exchange.Time,
            Source = "gateway",
            Kind = "exchange",
            Json = JsonSerializer.SerializeToUtf8Bytes(exchange, EventJsonContext.Default.ExchangeRecord),
        },
        default);
}
