using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Guard.Sensitivities;

namespace Bartizan.Gateway.Sensitivities;

/// <summary>Where sensitivity labels come from: compiled from <see cref="SensitivityOptions"/>, immutable.</summary>
public sealed class SensitivityTable
{
    private readonly DocumentLabels? _documents;

    /// <summary>Compiles options that <see cref="GatewayOptionsValidator"/> finds no fault with; null for the built-in map alone.</summary>
    public SensitivityTable(SensitivityOptions? options)
    {
        Findings = options is null ? SensitivityMap.BuiltIn : new SensitivityMap(options.Findings);
        Header = options?.Header;
        Keep = options?.Keep ?? TimeSpan.Zero;
        _documents = options is null ? null : new DocumentLabels(options.Purview.ToDictionary(p => Guid.ParseExact(p.Key, "D"), p => p.Value));
    }

    /// <summary>What findings stand for.</summary>
    public SensitivityMap Findings { get; }

    /// <summary>The request header in which clients label what they send; null for none.</summary>
    public string? Header { get; }

    /// <summary>How long a session's label is remembered; zero where none is.</summary>
    public TimeSpan Keep { get; }

    /// <summary>The label that a header's value names; null when it names none.</summary>
    public Sensitivity? Named(string value) => _documents?.Named(value);

    /// <summary>The labels that the metadata in a message gives to its texts.</summary>
    public MetadataLabels Of(ReadOnlySpan<Segment> segments) => _documents is null ? MetadataLabels.None : MetadataLabels.Read(_documents, segments);
}
