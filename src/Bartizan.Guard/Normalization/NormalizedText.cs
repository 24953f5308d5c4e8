using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Normalization;

/// <summary>
/// A segment's text, normalised once for every inspector, with a way back to the original's offsets:
/// NFKC, confusables, zero-width and tag characters; encodings opened, two levels deep, stand beside it as <see cref="Views"/>.
/// </summary>
public sealed class NormalizedText
{
    private readonly int[]? _toOriginal;

    /// <summary>Creates a normalised text; <paramref name="toOriginal"/> is null when it is the original itself, else one offset per unit and one for the end.</summary>
    internal NormalizedText(ReadOnlyMemory<char> original, ReadOnlyMemory<char> text, int[]? toOriginal, IReadOnlyList<string> steps, IReadOnlyList<DecodedView> views)
    {
        Original = original;
        Text = text;
        _toOriginal = toOriginal;
        Steps = steps;
        Views = views;
    }

    /// <summary>The text as it was sent.</summary>
    public ReadOnlyMemory<char> Original { get; }

    /// <summary>The normalised text; the same memory as <see cref="Original"/> when nothing had to change.</summary>
    public ReadOnlyMemory<char> Text { get; }

    /// <summary>Names of the normalisations that changed something, e.g. <c>nfkc</c>, <c>zero-width</c>, <c>confusables</c>.</summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>What encoded spans say when opened; what is encoded in there too, once more.</summary>
    public IReadOnlyList<DecodedView> Views { get; }

    /// <summary>The original offset of unit <paramref name="offset"/> of <see cref="Text"/>; the end maps to the end.</summary>
    public int ToOriginal(int offset) => _toOriginal is null ? offset : _toOriginal[offset];

    /// <summary>A finding of what stands from <paramref name="start"/> to before <paramref name="end"/> in <see cref="Text"/>, at its place in the original.</summary>
    internal Finding Finding(int segment, int start, int end, string label, double score, string reason, string inspector)
    {
        var first = ToOriginal(start);
        return new Finding
        {
            Label = label,
            Score = score,
            Segment = segment,
            Start = first,
            Length = ToOriginal(end) - first,
            Reason = reason,
            Inspector = inspector,
            Normalisations = Steps,
        };
    }
}

/// <summary>An encoded span, opened: its text, and where the encoded form stands in the original.</summary>
/// <param name="Encoding"><c>base64</c>, <c>hex</c>, <c>percent</c>, <c>html-entities</c>, …; <c>hex in base64</c> for one inside another.</param>
/// <param name="Text">The decoded text, itself normalised.</param>
/// <param name="Start">First UTF-16 unit of the encoded form in the original.</param>
/// <param name="Length">UTF-16 units of the encoded form.</param>
public sealed record DecodedView(string Encoding, ReadOnlyMemory<char> Text, int Start, int Length);
