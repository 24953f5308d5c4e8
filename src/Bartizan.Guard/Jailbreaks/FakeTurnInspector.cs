using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Jailbreaks;

/// <summary>
/// Finds conversations that are faked inside one text: the marks by which models tell speakers apart, and dozens of invented turns that teach the model by
/// example.
/// </summary>
public sealed class FakeTurnInspector : IInspector
{
    /// <summary>Label of marks of speakers.</summary>
    public const string FakeTurns = "jailbreak.fake-turns";

    /// <summary>Label of many invented turns.</summary>
    public const string ManyShot = "jailbreak.many-shot";

    /// <inheritdoc/>
    public string Name => "jailbreaks";

    /// <inheritdoc/>
    public bool Judges(SegmentRole role, Provenance provenance) => role is SegmentRole.User or SegmentRole.ToolResult or SegmentRole.Document;

    /// <inheritdoc/>
    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        if (!Judges(segment.Role, segment.Provenance))
        {
            return;
        }

        if (TemplateMarks.Find(text.Text.Span, out var start, out var length))
        {
            findings.Add(Finding(segment.Index, text, FakeTurns, start, length, 0.9, "Marks that tell a model who speaks, inside one speaker's text."));
        }

        if (InventedTurns.Find(text.Text.Span, out start, out length, out var turns))
        {
            findings.Add(Finding(segment.Index, text, ManyShot, start, length, 0.8, $"{turns} turns of an invented conversation in one text."));
        }
    }

    private Finding Finding(int segment, NormalizedText text, string label, int start, int length, double score, string reason)
    {
        var first = text.ToOriginal(start);
        return new Finding
        {
            Label = label,
            Score = score,
            Segment = segment,
            Start = first,
            Length = text.ToOriginal(start + length) - first,
            Reason = reason,
            Inspector = Name,
            Normalisations = text.Steps,
        };
    }
}
