using Bartizan.Core.Exchanges;
using Bartizan.Guard.Sensitivities;

namespace Bartizan.Gateway.Sensitivities;

/// <summary>
/// The labels that a message's metadata gives to its texts: the <c>title</c> and <c>context</c> of a document, <c>_meta</c> and <c>annotations</c> of MCP,
/// <c>metadata</c> anywhere. What such a field says holds for everything in the object around it.
/// </summary>
public sealed class MetadataLabels
{
    private static readonly string[] Fields = ["title", "context", "metadata", "_meta", "annotations"];

    private readonly List<(string Around, Sensitivity Label)> _labels = [];

    private MetadataLabels()
    {
    }

    /// <summary>No metadata says anything.</summary>
    public static MetadataLabels None { get; } = new();

    /// <summary>The highest of all.</summary>
    public Sensitivity Highest { get; private set; }

    /// <summary>The label of the text at <paramref name="path"/>.</summary>
    public Sensitivity Of(string path)
    {
        var highest = Sensitivity.Public;
        foreach (var (around, label) in _labels)
        {
            highest = label > highest && IsWithin(path, around) ? label : highest;
        }

        return highest;
    }

    internal static MetadataLabels Read(DocumentLabels documents, ReadOnlySpan<Segment> segments)
    {
        var labels = None;
        foreach (ref readonly var segment in segments)
        {
            if (Around(segment.Path) is { } around && documents.In(segment.Text.Span) is { } label and > Sensitivity.Public)
            {
                labels = labels == None ? new MetadataLabels() : labels;
                labels.Add(around, label);
            }
        }

        return labels;
    }

    private void Add(string around, Sensitivity label)
    {
        Highest = label > Highest ? label : Highest;
        var known = _labels.FindIndex(l => l.Around == around);
        if (known < 0)
        {
            _labels.Add((around, label));
        }
        else if (label > _labels[known].Label)
        {
            _labels[known] = (around, label);
        }
    }

    // The path of the object that a field of metadata belongs to; empty for the whole message, null for other fields.
    private static string? Around(string path)
    {
        var dot = path.LastIndexOf('.');
        return Array.Exists(Fields, f => path.AsSpan(dot + 1).SequenceEqual(f)) ? path[..Math.Max(dot, 0)] : null;
    }

    private static bool IsWithin(string path, string around) =>
        around.Length == 0 || (path.StartsWith(around, StringComparison.Ordinal) && (path.Length == around.Length || path[around.Length] is '.' or '['));
}
