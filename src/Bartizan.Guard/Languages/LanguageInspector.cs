using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Languages;

/// <summary>Finds texts that are surely written in none of the languages allowed. Texts too short or too mixed to tell pass.</summary>
/// <param name="allowed">ISO 639-1 codes out of <see cref="LanguageDetector.Codes"/>.</param>
/// <param name="judged">Whose texts.</param>
public sealed class LanguageInspector(IReadOnlyList<string> allowed, SegmentRole judged) : IInspector
{
    /// <summary>Label of its findings.</summary>
    public const string Label = "language.other";

    private readonly HashSet<string> _allowed = new(allowed, StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => "languages";

    /// <inheritdoc/>
    public bool Judges(SegmentRole role, Provenance provenance) => role == judged;

    /// <inheritdoc/>
    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        if (segment.Role == judged && LanguageDetector.Other(segment.Text.Span, _allowed) is { } other)
        {
            findings.Add(new Finding
            {
                Label = Label,
                Score = 0.9,
                Segment = segment.Index,
                Start = 0,
                Length = segment.Text.Length,
                Reason = $"The text is written in {other}; allowed here: {string.Join(", ", allowed)}.",
                Inspector = Name,
            });
        }
    }
}
