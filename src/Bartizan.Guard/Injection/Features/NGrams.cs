using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Injection.Features;

/// <summary>Receives the words of a text with their features, in order. A struct, so that the extraction is compiled for it.</summary>
internal interface IFeatureSink
{
    void Add(in Word word, in WordFeatures features);
}

/// <summary>Turns words into features by remembering the two words before.</summary>
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
        Sink.Add(word, new WordFeatures(word, _previous, _beforePrevious, _words));
        _beforePrevious = _previous;
        _previous = word.Stem;
        _words++;
    }
}
