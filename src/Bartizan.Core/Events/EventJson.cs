using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bartizan.Core.Events;

/// <summary>The one JSON shape of recorded types: camel case, enums by name, nulls left out.</summary>
public static class EventJson
{
    /// <summary>Shared options; reflection-free for the types in <see cref="EventJsonContext"/>.</summary>
    public static JsonSerializerOptions Options => EventJsonContext.Default.Options;
}

/// <summary>Source-generated contracts of recorded types.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Exchanges.ExchangeRecord))]
[JsonSerializable(typeof(Exchanges.Finding))]
[JsonSerializable(typeof(Exchanges.Decision))]
[JsonSerializable(typeof(Exchanges.AskedQuestion))]
public sealed partial class EventJsonContext : JsonSerializerContext;
