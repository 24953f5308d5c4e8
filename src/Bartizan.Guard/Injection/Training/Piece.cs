using System.Numerics;
using Bartizan.Guard.Injection.Features;

namespace Bartizan.Guard.Injection.Training;

/// <summary>The features of one text of a row (the text itself, or a decoded view), cut into units as the gateway cuts them.</summary>
/// <param name="Features">Upper 32 bits of the feature hashes, in order.</param>
/// <param name="Units">The units, in order; together they cover all features.</param>
internal sealed record Piece(uint[] Features, PieceUnit[] Units)
{
    /// <summary>Extracts the features of normalised text.</summary>
    public static Piece From(ReadOnlySpan<char> text)
    {
        var grams = new NGrams<PieceBuilder>(new PieceBuilder(new List<uint>(text.Length), []));
        WordScanner.Scan(text, ref grams);
        return grams.Sink.Build();
    }
}

/// <summary>One unit of a piece.</summary>
/// <param name="First">Index of its first feature.</param>
/// <param name="Count">Number of its features.</param>
/// <param name="Crossing">Bit n is set when its n-th feature begins before the unit: such features do not count where a window opens.</param>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="From">Where it begins as windows are measured.</param>
/// <param name="To">Where it ends, so measured.</param>
/// <param name="Words">Number of its words.</param>
internal readonly record struct PieceUnit(int First, int Count, uint Crossing, int Start, int End, int From, int To, int Words)
{
    /// <summary>Features left when a window opens with this unit.</summary>
    public int CountWhenFirst => Count - BitOperations.PopCount(Crossing);
}

internal struct PieceBuilder(List<uint> features, List<PieceUnit> units) : IFeatureSink
{
    private int _first;
    private int _start;
    private int _end;
    private int _from;
    private int _to;
    private int _words;
    private uint _crossing;

    public void Add(in Word word, in WordFeatures found)
    {
        if (WindowRules.Ends(word, _from, _words))
        {
            Close();
        }

        if (_words++ == 0)
        {
            _start = word.Start;
            _from = word.From;
        }

        _end = word.End;
        _to = word.To;
        Span<Feature> list = stackalloc Feature[WordFeatures.Most];
        foreach (var feature in list[..found.CopyTo(list)])
        {
            if (feature.Reach >= _words)
            {
                _crossing |= 1u << (features.Count - _first);
            }

            features.Add((uint)(feature.Hash >> 32));
        }
    }

    public Piece Build()
    {
        if (_words > 0)
        {
            Close();
        }

        return new Piece([.. features], [.. units]);
    }

    private void Close()
    {
        units.Add(new PieceUnit(_first, features.Count - _first, _crossing, _start, _end, _from, _to, _words));
        _first = features.Count;
        _words = 0;
        _crossing = 0;
    }
}
