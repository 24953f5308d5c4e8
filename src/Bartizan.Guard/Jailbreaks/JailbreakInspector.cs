using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Jailbreaks;

/// <summary>
/// Finds conversations that are faked inside one text: the marks by which models tell speakers apart, and dozens of invented turns that teach the model by
/// example; and real conversations that climb, turn by turn, to what no turn asks for at once.
/// </summary>
public sealed class JailbreakInspector : IAcrossInspector
{
    /// <summary>Label of marks of speakers.</summary>
    public const string FakeTurns = "jailbreak.fake-turns";

    /// <summary>Label of many invented turns.</summary>
    public const string ManyShot = "jailbreak.many-shot";

    /// <summary>Label of conversations that climb.</summary>
    public const string Climbing = "jailbreak.crescendo";

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
            findings.Add(text.Finding(segment.Index, start, start + length, FakeTurns, 0.9, "Marks that tell a model who speaks, inside one speaker's text.", Name));
        }

        if (InventedTurns.Find(text.Text.Span, out start, out length, out var turns))
        {
            findings.Add(text.Finding(segment.Index, start, start + length, ManyShot, 0.8, $"{turns} turns of an invented conversation in one text.", Name));
        }
    }

    void IAcrossInspector.InspectAcross(ReadOnlySpan<Segment> segments, List<Finding> findings)
    {
        if (Crescendo.Find(segments, out var climb))
        {
            findings.Add(new Finding
            {
                Label = Climbing,
                Score = climb.Score,
                Segment = segments[climb.Last].Index,
                Start = 0,
                Length = segments[climb.Last].Text.Length,
                Reason = climb.Reason(segments[climb.Named].Path),
                Inspector = Name,
            });
        }
    }
}
