using System.Buffers;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;

namespace Bartizan.Respond.Ocsf;

/// <summary>
/// Stored events in the Open Cybersecurity Schema Framework, version 1.9.0: an exchange is an API Activity (6003) with the profiles <c>ai_operation</c> and
/// <c>security_control</c>, what policy held or blocked is a Detection Finding (2004) as well, every other event a Base Event (0). Holds no text of an exchange.
/// </summary>
public static class OcsfEvents
{
    /// <summary>The schema's version, as in <c>metadata.version</c>.</summary>
    public const string SchemaVersion = "1.9.0";

    /// <summary>Writes an event as JSON objects, one a line; returns how many. What is an exchange by its kind but cannot be read as one is a Base Event.</summary>
    public static int Write(StoredEvent stored, IBufferWriter<byte> to)
    {
        using var json = new Utf8JsonWriter(to);
        if (ExchangeOf(stored.Event) is not { } exchange)
        {
            BaseEvent.Write(json, stored);
            EndLine(json, to);
            return 1;
        }

        ApiActivity.Write(json, stored.Position, exchange);
        EndLine(json, to);
        if (!DetectionFinding.IsOwed(exchange))
        {
            return 1;
        }

        json.Reset();
        DetectionFinding.Write(json, stored.Position, exchange);
        EndLine(json, to);
        return 2;
    }

    private static ExchangeRecord? ExchangeOf(EventRecord record)
    {
        if (record.Kind != "exchange" || record.Exchange is not null)
        {
            return record.Exchange;
        }

        try
        {
            return JsonSerializer.Deserialize(record.Json.Span, EventJsonContext.Default.ExchangeRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void EndLine(Utf8JsonWriter json, IBufferWriter<byte> to)
    {
        json.Flush();
        to.Write("\n"u8);
    }
}
