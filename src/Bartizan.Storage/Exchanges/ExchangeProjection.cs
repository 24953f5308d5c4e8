using System.Text.Json;
using System.Text.Json.Serialization;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;

namespace Bartizan.Storage.Exchanges;

/// <summary>The part of a recorded exchange that the views need; the rest is skipped while reading.</summary>
internal sealed record ExchangeProjection
{
    /// <summary>Kind of the events that hold exchanges.</summary>
    public const string Kind = "exchange";

    public required string Id { get; init; }
    public required DateTimeOffset Time { get; init; }
    public string? Agent { get; init; }
    public string? AgentName { get; init; }
    public required string Dialect { get; init; }
    public required string Route { get; init; }
    public string Model { get; init; } = "";
    public bool Stream { get; init; }
    public int Status { get; init; }
    public Verdict Verdict { get; init; }
    public IReadOnlyList<ProjectedSegment> Request { get; init; } = [];
    public IReadOnlyList<ProjectedSegment> Response { get; init; } = [];
    public ProjectedTiming Timing { get; init; } = new();

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
            return JsonSerializer.Deserialize(record.Json.Span, ProjectionContext.Default.ExchangeProjection);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A segment, for its labels.</summary>
internal sealed record ProjectedSegment
{
    public IReadOnlyList<ProjectedFinding> Findings { get; init; } = [];
}

/// <summary>A finding's label.</summary>
internal sealed record ProjectedFinding
{
    public required string Label { get; init; }
}

/// <summary>The times that are summed, microseconds.</summary>
internal sealed record ProjectedTiming
{
    public long Total { get; init; }
    public long Overhead { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ExchangeProjection))]
internal sealed partial class ProjectionContext : JsonSerializerContext;
