using System.Text.Json;
using System.Text.Json.Serialization;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;

namespace Bartizan.Storage.Exchanges;

/// <summary>
/// The part of a recorded exchange that the views need; the rest is skipped while reading. Plain setters: for required and init-only
/// properties the reader takes a path several times slower, and this runs for every exchange.
/// </summary>
internal sealed class ExchangeProjection
{
    /// <summary>Kind of the events that hold exchanges.</summary>
    public const string Kind = "exchange";

    public string Id { get; set; } = "";
    public DateTimeOffset Time { get; set; }
    public string? Agent { get; set; }
    public string? AgentName { get; set; }
    public string Dialect { get; set; } = "";
    public string Route { get; set; } = "";
    public string Model { get; set; } = "";
    public bool Stream { get; set; }
    public int Status { get; set; }
    public Verdict Verdict { get; set; }
    public IReadOnlyList<ProjectedSegment> Request { get; set; } = [];
    public IReadOnlyList<ProjectedSegment> Response { get; set; } = [];
    public ProjectedTiming Timing { get; set; } = new();

    /// <summary>Distinct labels in order of name.</summary>
    public IReadOnlyList<string> Labels()
    {
        SortedSet<string>? labels = null;
        foreach (var segment in Request.Concat(Response))
        {
            foreach (var finding in segment.Findings)
            {
                (labels ??= new(StringComparer.Ordinal)).Add(finding.Label);
            }
        }

        return labels is null ? [] : [.. labels];
    }

    /// <summary>Reads an event; null when it is not an exchange or not one this version can read.</summary>
    public static ExchangeProjection? Read(EventRecord record)
    {
        if (record.Kind != Kind)
        {
            return null;
        }

        try
        {
            var exchange = JsonSerializer.Deserialize(record.Json.Span, ProjectionContext.Default.ExchangeProjection);
            return exchange is { Id.Length: > 0, Dialect.Length: > 0, Route.Length: > 0 } && exchange.Time != default ? exchange : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A segment, for its labels.</summary>
internal sealed class ProjectedSegment
{
    public IReadOnlyList<ProjectedFinding> Findings { get; set; } = [];
}

/// <summary>A finding's label.</summary>
internal sealed class ProjectedFinding
{
    public string Label { get; set; } = "";
}

/// <summary>The times that are summed, microseconds.</summary>
internal sealed class ProjectedTiming
{
    public long Total { get; set; }
    public long Overhead { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ExchangeProjection))]
internal sealed partial class ProjectionContext : JsonSerializerContext;
