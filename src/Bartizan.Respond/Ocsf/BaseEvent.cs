using System.Text.Json;
using Bartizan.Core.Events;

namespace Bartizan.Respond.Ocsf;

/// <summary>Base Event (0): what happened beside exchanges, such as agents added and configuration reloaded, with its own JSON under <c>unmapped</c>.</summary>
internal static class BaseEvent
{
    public static void Write(Utf8JsonWriter json, StoredEvent stored)
    {
        var record = stored.Event;
        json.WriteStartObject();
        Parts.Classification(json, (0, "Uncategorized"), (0, "Base Event"), (99, record.Kind), (1, "Informational"), record.Time);
        json.WriteString("message", record.Kind);
        Parts.Metadata(json, record.Id, record.Id, record.Source, record.Kind, stored.Position, [], []);
        json.WriteStartObject("unmapped");
        json.WritePropertyName("event");
        try
        {
            // Written anew, so that a line break between its tokens does not break the line.
            using var document = JsonDocument.Parse(record.Json);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
