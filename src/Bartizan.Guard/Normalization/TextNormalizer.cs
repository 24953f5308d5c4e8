namespace Bartizan.Guard.Normalization;

/// <summary>Normalises a segment's text once for every inspector.</summary>
public static class TextNormalizer
{
    /// <summary>Normalises <paramref name="text"/>; plain ASCII comes back as the same memory.</summary>
    public static NormalizedText Normalize(ReadOnlyMemory<char> text) => new(text, text, null, [], []);
}
