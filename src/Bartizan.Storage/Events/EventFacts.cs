using System.Text.Json;
using System.Text.Json.Serialization;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;

namespace Bartizan.Storage.Events;

/// <summary>How the store writes the small facts of its own events.</summary>
internal static class EventFacts
{
    /// <summary>Camel case, nulls left out.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>An event of the store's own.</summary>
    /// <param name="ids">Makes its id.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="when">When.</param>
    /// <param name="fact">What is told of it; becomes its JSON.</param>
    public static EventRecord Record<T>(IIdSource ids, string source, string kind, DateTimeOffset when, T fact) => new()
    {
        Id = ids.NewId("evt"),
        Time = when,
        Source = source,
        Kind = kind,
        Json = JsonSerializer.SerializeToUtf8Bytes(fact, Options),
    };
}
