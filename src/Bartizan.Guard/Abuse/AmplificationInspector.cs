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
            var (score, reason) = endless ? (0.8, "A request for output without end.") : (0.85, "A request for an enormous amount of output.");
            findings.Add(text.Finding(segment.Index, start, start + length, Label, score, reason, Name));
        }

        if (RepeatedRun.Find(text.Text.Span, out start, out length, out var unit))
        {
            findings.Add(text.Finding(segment.Index, start, start + length, Label, 0.8, $"The same {unit} characters, over and over.", Name));
        }
    }
}
