using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bartizan.Storage.Events;

/// <summary>How the store writes the small facts of its own events.</summary>
internal static class EventFacts
{
    /// <summary>Camel case, nulls left out.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
