using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Features;

/// <summary>Receives the words of a text with their features, in order. A struct, so that the extraction is compiled for it.</summary>
internal interface IFeatureSink
{
    void Add(in Word word, in WordFeatures features);
}

/// <summary>Turns words into features by remembering the words before, and the parts of an order found so far in the unit.</summary>
internal ref struct NGrams<TSink>(TSink sink) : IWordSink
    where TSink : struct, IFeatureSink, allows ref struct
{
    /// <summary>Where the features go.</summary>
    public TSink Sink = sink;

    private ulong _previous;
    private ulong _beforePrevious;
    private int _words;
    private int _unitFrom;
    private int _unitWords;
    private PartAt _part;
    private PartAt _partBefore;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Word word)
    {
        // Parts do not reach back over the start of a unit, so that what a window holds is in all its windows alike.
        if (WindowRules.Ends(word, _unitFrom, _unitWords))
        {
            _unitWords = 0;
            _part = default;
            _partBefore = default;
        }

        if (_unitWords++ == 0)
        {
            _unitFrom = word.From;
        }

        var part = new PartAt(OrderParts.Of(word.Hash), _words);
        Sink.Add(word, new WordFeatures(word, _previous, _beforePrevious, part, _part, _partBefore));
        if (part.Part != OrderParts.None)
        {
            _partBefore = _part;
            _part = part;
        }

        _beforePrevious = _previous;
        _previous = word.Stem;
        _words++;
    }
}

/// <summary>The part a word plays, and how many words stand before it in the text.</summary>
internal readonly record struct PartAt(int Part, int At);
