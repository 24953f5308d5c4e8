using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Abuse;

/// <summary>
/// Finds texts that make a model work for its own sake: a request for thousands of repetitions or hundreds of pages, for output without end, and an input
/// that itself says one short thing thousands of times.
/// </summary>
public sealed class AmplificationInspector : IInspector
{
    /// <summary>Label of its findings.</summary>
    public const string Label = "abuse.amplification";

    /// <inheritdoc/>
    public string Name => "abuse";

    /// <inheritdoc/>
    public bool Judges(SegmentRole role, Provenance provenance) => role is SegmentRole.User or SegmentRole.ToolResult or SegmentRole.Document;

    /// <inheritdoc/>
    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        if (!Judges(segment.Role, segment.Provenance))
        {
            return;
        }

        if (HugeRequest.Find(text.Text.Span, out var start, out var length, out var endless))
        {
            findings.Add(Finding(segment.Index, text, start, length, endless ? 0.8 : 0.85, endless ? "A request for output without end." : "A request for an enormous amount of output."));
        }

        if (RepeatedRun.Find(text.Text.Span, out start, out length, out var unit))
        {
            findings.Add(Finding(segment.Index, text, start, length, 0.8, $"The same {unit} characters, over and over."));
        }
    }

    private Finding Finding(int segment, NormalizedText text, int start, int length, double score, string reason)
    {
        var first = text.ToOriginal(start);
        return new Finding
        {
            Label = Label,
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
