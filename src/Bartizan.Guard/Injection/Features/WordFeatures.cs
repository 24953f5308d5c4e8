using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Features;

/// <summary>What a feature is made of, in the order in which a word's features come.</summary>
internal enum FeatureKind
{
    /// <summary>One word.</summary>
    Word,

    /// <summary>A word and the mark before it, unless that is a space.</summary>
    MarkBefore,

    /// <summary>A word and the mark after it, unless that is a space.</summary>
    MarkAfter,

    /// <summary>Two words in a row.</summary>
    Pair,

    /// <summary>Two words with any one between.</summary>
    Gap,

}

/// <summary>A feature that ends in a word and begins <paramref name="Reach"/> words before it.</summary>
internal readonly record struct Feature(ulong Hash, FeatureKind Kind, int Reach);

/// <summary>
/// The features that end in one word. Every hash is there, with 1 or 0 saying whether the feature is: the scorer multiplies where a
/// branch would be mispredicted.
/// </summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct WordFeatures(in Word word, ulong previous, ulong beforePrevious, int wordsBefore)
{
    public const int Most = 5;

    public readonly ulong Word = word.Skeleton;
    public readonly ulong MarkBefore = FeatureHash.MarkBefore(word.Before, word.Hash);
    public readonly ulong MarkAfter = FeatureHash.MarkAfter(word.Hash, word.After);
    public readonly ulong Pair = FeatureHash.Pair(previous, word.Stem);
    public readonly ulong Gap = FeatureHash.Gap(beforePrevious, word.Stem);
    public readonly int HasMarkBefore = word.Before != ' ' ? 1 : 0;
    public readonly int HasMarkAfter = word.After != ' ' ? 1 : 0;
    public readonly int HasPair = wordsBefore > 0 ? 1 : 0;
    public readonly int HasGap = wordsBefore > 1 ? 1 : 0;

    /// <summary>Writes the features that are there, in the order of <see cref="FeatureKind"/>, and returns how many.</summary>
    public int CopyTo(Span<Feature> features)
    {
        var count = 0;
        features[count++] = new Feature(Word, FeatureKind.Word, 0);
        if (HasMarkBefore != 0)
        {
            features[count++] = new Feature(MarkBefore, FeatureKind.MarkBefore, 0);
        }

        if (HasMarkAfter != 0)
        {
            features[count++] = new Feature(MarkAfter, FeatureKind.MarkAfter, 0);
        }

        if (HasPair != 0)
        {
            features[count++] = new Feature(Pair, FeatureKind.Pair, 1);
        }

        if (HasGap != 0)
        {
            features[count++] = new Feature(Gap, FeatureKind.Gap, 2);
        }


        return count;
    }
}
