using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Features;

/// <summary>What a feature is made of, in the order in which a word's features come.</summary>
internal enum FeatureKind
{
    /// <summary>One word.</summary>
    Word,

    /// <summary>A word and the mark before it, unless that is a space inside a sentence.</summary>
    MarkBefore,

    /// <summary>A word and the mark after it, unless that is a space.</summary>
    MarkAfter,

    /// <summary>Two words in a row.</summary>
    Pair,

    /// <summary>Two words with any one between.</summary>
    Gap,

    /// <summary>Two parts of an order in a row, whatever words stand between.</summary>
    Parts,

    /// <summary>Two parts of an order with one more between.</summary>
    PartsApart,
}

/// <summary>A feature that ends in a word and begins <paramref name="Reach"/> words before it.</summary>
internal readonly record struct Feature(ulong Hash, FeatureKind Kind, int Reach);

/// <summary>
/// The features that end in one word. Every hash but those of parts is there, with 1 or 0 saying whether the feature is: the scorer
/// multiplies where a branch would be mispredicted.
/// </summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly struct WordFeatures(in Word word, ulong previous, ulong beforePrevious, PartAt part, PartAt partBefore, PartAt partTwoBefore)
{
    public const int Most = 7;

    // The first word of a sentence has a full stop before it, as the first of a line has its end: orders begin with their verb.
    private const char SentenceEnd = '.';

    public readonly ulong Word = word.Skeleton;
    public readonly ulong MarkBefore = FeatureHash.MarkBefore(word.Before == ' ' ? SentenceEnd : word.Before, word.Hash);
    public readonly ulong MarkAfter = FeatureHash.MarkAfter(word.Hash, word.After);
    public readonly ulong Pair = FeatureHash.Pair(previous, word.Stem);
    public readonly ulong Gap = FeatureHash.Gap(beforePrevious, word.Stem);
    public readonly int HasMarkBefore = word.Before != ' ' || word.OpensUnit ? 1 : 0;
    public readonly int HasMarkAfter = word.After != ' ' ? 1 : 0;
    public readonly int HasPair = part.At > 0 ? 1 : 0;
    public readonly int HasGap = part.At > 1 ? 1 : 0;

    private readonly PartAt _part = part;
    private readonly PartAt _partBefore = partBefore;
    private readonly PartAt _partTwoBefore = partTwoBefore;

    // Few words end parts of an order, so these are made only where they are asked for.
    public bool HasParts => _part.Part != OrderParts.None && _partBefore.Part != OrderParts.None;

    public bool HasPartsApart => _partTwoBefore.Part != OrderParts.None;

    public ulong Parts => FeatureHash.Parts(_partBefore.Part, _part.Part);

    public ulong PartsApart => FeatureHash.PartsApart(_partTwoBefore.Part, _part.Part);

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

        if (HasParts)
        {
            features[count++] = new Feature(Parts, FeatureKind.Parts, _part.At - _partBefore.At);
            if (HasPartsApart)
            {
                features[count++] = new Feature(PartsApart, FeatureKind.PartsApart, _part.At - _partTwoBefore.At);
            }
        }

        return count;
    }
}
