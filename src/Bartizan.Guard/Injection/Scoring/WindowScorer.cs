using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bartizan.Guard.Injection.Features;

namespace Bartizan.Guard.Injection.Scoring;

/// <summary>
/// Scores every window of a text in one pass. Integer sums are exact, so a window is the sum of its units, less the features that
/// reach back before its first word; when a unit closes, the windows that end with it are looked at, back over a ring of recent units.
/// </summary>
internal ref struct WindowScorer<TWeights>(TWeights weights, Span<UnitSum> ring) : IFeatureSink
    where TWeights : struct, IWeightTable
{
    private readonly Span<UnitSum> _ring = ring;
    private readonly ref readonly float _inverseRoots = ref MemoryMarshal.GetArrayDataReference(InverseRoots.Table);
    private UnitSum _unit;
    private int _words;
    private int _closed;
    private int _whole;
    private int _wholeCount;
    private int _wholeWords;
    private float _best = float.NegativeInfinity;

    /// <summary>Scores a text.</summary>
    public static RawScores Score(ReadOnlySpan<char> text, TWeights weights)
    {
        Span<UnitSum> ring = stackalloc UnitSum[WindowRules.MostUnits];
        var grams = new NGrams<WindowScorer<TWeights>>(new WindowScorer<TWeights>(weights, ring));
        WordScanner.Scan(text, ref grams);
        return grams.Sink.Finish();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in Word word, in WordFeatures features)
    {
        if (WindowRules.Ends(word, _unit.From, _words))
        {
            Close();
        }

        if (_words++ == 0)
        {
            _unit.From = word.From;
        }

        _unit.To = word.To;

        // Features that are not there look up entry 0, which is at hand, and count nothing.
        var own = weights.Look(features.Word);
        var before = weights.Look(features.MarkBefore * (ulong)features.HasMarkBefore) & -features.HasMarkBefore;
        var after = weights.Look(features.MarkAfter * (ulong)features.HasMarkAfter) & -features.HasMarkAfter;
        var pair = weights.Look(features.Pair * (ulong)features.HasPair) & -features.HasPair;
        var gap = weights.Look(features.Gap * (ulong)features.HasGap) & -features.HasGap;
        _whole += TWeights.Whole(own) + TWeights.Whole(before) + TWeights.Whole(after) + TWeights.Whole(pair) + TWeights.Whole(gap);
        if (features.HasParts)
        {
            AddParts(features);
        }

        var pairWeight = TWeights.Window(pair);
        var gapWeight = TWeights.Window(gap);
        _unit.Sum += TWeights.Window(own) + TWeights.Window(before) + TWeights.Window(after) + pairWeight + gapWeight;
        _unit.Count += 1 + features.HasMarkBefore + features.HasMarkAfter + features.HasPair + features.HasGap;

        // A pair reaches back from the unit's first word, a gap from its first two.
        var first = _words == 1 ? -1 : 0;
        var second = _words <= 2 ? -1 : 0;
        _unit.Crossing += (pairWeight & first) + (gapWeight & second);
        _unit.CrossingCount += (features.HasPair & first) + (features.HasGap & second);
    }

    /// <summary>Most words play no part, so a branch is cheaper here. Parts begin in the unit they end in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddParts(in WordFeatures features)
    {
        var parts = weights.Look(features.Parts);
        _whole += TWeights.Whole(parts);
        _unit.Sum += TWeights.Window(parts);
        _unit.Count++;
        if (features.HasPartsApart)
        {
            var apart = weights.Look(features.PartsApart);
            _whole += TWeights.Whole(apart);
            _unit.Sum += TWeights.Window(apart);
            _unit.Count++;
        }
    }

    private RawScores Finish()
    {
        if (_words > 0)
        {
            Close();
        }

        return _wholeWords < WindowRules.FewestWords ? RawScores.None : new RawScores(_whole * InverseRoots.Of(_wholeCount), _best);
    }

    private void Close()
    {
        var closed = _unit;
        _wholeCount += closed.Count;
        _wholeWords += _words;
        _ring[_closed % WindowRules.MostUnits] = closed;
        var sum = 0;
        var count = 0;
        var oldest = Math.Max(0, _closed - WindowRules.MostUnits + 1);
        for (var first = _closed; first >= oldest; first--)
        {
            ref readonly var unit = ref _ring[first % WindowRules.MostUnits];
            if (closed.To - unit.From > WindowRules.LongestWindow && first < _closed)
                break;
            sum += unit.Sum;
            count += unit.Count;
            var score = (sum - unit.Crossing) * InverseRoot(count - unit.CrossingCount);
            if (score > _best && (first < _closed || _words >= WindowRules.FewestWords))
            {
                _best = score;
            }
        }

        _closed++;
        _words = 0;
        _unit = default;
    }

    private readonly float InverseRoot(int count) =>
        count < InverseRoots.Length ? Unsafe.Add(ref Unsafe.AsRef(in _inverseRoots), count) : InverseRoots.Of(count);
}

/// <summary>Sums over one unit of text.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct UnitSum
{
    public int Sum;
    public int Crossing;
    public int Count;
    public int CrossingCount;
    public int From;
    public int To;
}
