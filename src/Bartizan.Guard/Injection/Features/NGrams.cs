using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Features;

/// <summary>What a feature is made of.</summary>
internal enum FeatureKind
{
    /// <summary>One word.</summary>
    Word,

    /// <summary>A word and the mark before it.</summary>
    MarkBefore,

    /// <summary>A word and the mark after it.</summary>
    MarkAfter,

    /// <summary>Two words in a row.</summary>
    Pair,

    /// <summary>Two words with any one between.</summary>
    Gap,
}

/// <summary>Receives the features of a text in order. A struct, so that the extraction is compiled for it.</summary>
internal interface IFeatureSink
{
    /// <summary>A new word begins; the features that follow end in it.</summary>
    void BeginWord(in Word word);

    /// <summary>A feature that ends in the current word and begins <paramref name="reach"/> words before it.</summary>
    void Add(ulong feature, FeatureKind kind, int reach);
}

/// <summary>
/// Turns words into features: the word, the word with a mark before or after it, two words in a row, and two words with any
/// one between. The order is part of the model's format.
/// </summary>
internal ref struct NGrams<TSink>(TSink sink) : IWordSink
    where TSink : struct, IFeatureSink, allows ref struct
{
    /// <summary>Where the features go.</summary>
    public TSink Sink = sink;

    private ulong _previous;
    private ulong _beforePrevious;
    private int _words;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Word word)
    {
        var hash = word.Hash;
        Sink.BeginWord(word);
        Sink.Add(hash, FeatureKind.Word, 0);
        if (word.Before != ' ')
        {
            Sink.Add(FeatureHash.MarkBefore(word.Before, hash), FeatureKind.MarkBefore, 0);
        }

        if (word.After != ' ')
        {
            Sink.Add(FeatureHash.MarkAfter(hash, word.After), FeatureKind.MarkAfter, 0);
        }

        if (_words > 0)
        {
            Sink.Add(FeatureHash.Pair(_previous, hash), FeatureKind.Pair, 1);
            if (_words > 1)
            {
                Sink.Add(FeatureHash.Gap(_beforePrevious, hash), FeatureKind.Gap, 2);
            }
        }

        _beforePrevious = _previous;
        _previous = hash;
        _words++;
    }
}
