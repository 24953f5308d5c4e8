using System.Buffers;
using System.Text.Json;
using Bartizan.Core.Events;

namespace Bartizan.Commands.Events;

/// <summary>An event as it was recorded, on one line: its place, and its own JSON under <c>event</c>.</summary>
internal static class EventLine
{
    /// <summary>Writes it; returns 1, the number of lines.</summary>
    public static int Write(StoredEvent stored, IBufferWriter<byte> to)
    {
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            json.WriteNumber("position", stored.Position);
            json.WriteString("id", stored.Event.Id);
            json.WriteString("time", stored.Event.Time);
            json.WriteString("source", stored.Event.Source);
            json.WriteString("kind", stored.Event.Kind);
            json.WritePropertyName("event");
            try
            {
                // Written anew, so that a line break between its tokens does not break the line.
                using var document = JsonDocument.Parse(stored.Event.Json);
                document.RootElement.WriteTo(json);
            }
            catch (JsonException)
            {
                json.WriteNullValue();
            }

            json.WriteEndObject();
        }

        to.Write("\n"u8);
        return 1;
    }
}
