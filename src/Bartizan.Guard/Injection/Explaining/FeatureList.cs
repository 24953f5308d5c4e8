using Bartizan.Guard.Injection.Features;

namespace Bartizan.Guard.Injection.Explaining;

/// <summary>A feature and the words it stands for: from <paramref name="Start"/> of the first to <paramref name="End"/> of the last.</summary>
internal readonly record struct FeatureAt(ulong Hash, FeatureKind Kind, int Start, int End, int FirstEnd, int LastStart);

/// <summary>A unit of text and its features.</summary>
internal readonly record struct UnitAt(int FirstFeature, int EndFeature, int Start, int End, int From, int To, int Words);

/// <summary>All features and units of a text, with their places.</summary>
/// <param name="Features">In order.</param>
/// <param name="Units">In order; together they cover all features.</param>
internal sealed record FeatureList(List<FeatureAt> Features, List<UnitAt> Units)
{
    /// <summary>Extracts them from normalised text.</summary>
    public static FeatureList From(ReadOnlySpan<char> text)
    {
        var grams = new NGrams<Collector>(new Collector([], []));
        WordScanner.Scan(text, ref grams);
        return grams.Sink.Finish();
    }

    private struct Collector(List<FeatureAt> features, List<UnitAt> units) : IFeatureSink
    {
        private readonly List<Word> _all = [];
        private int _unitStart;
        private int _unitFrom;
        private int _firstFeature;
        private int _words;

        public void Add(in Word word, in WordFeatures found)
        {
            if (WindowRules.Ends(word, _unitFrom, _words))
            {
                Close();
            }

            if (_words++ == 0)
            {
                _unitStart = word.Start;
                _unitFrom = word.From;
            }

            _all.Add(word);
            Span<Feature> list = stackalloc Feature[WordFeatures.Most];
            foreach (var feature in list[..found.CopyTo(list)])
            {
                var first = _all[^(feature.Reach + 1)];
                features.Add(new FeatureAt(feature.Hash, feature.Kind, first.Start, word.End, first.End, word.Start));
            }
        }

        public FeatureList Finish()
        {
            if (_words > 0)
            {
                Close();
            }

            return new FeatureList(features, units);
        }

        private void Close()
        {
            units.Add(new UnitAt(_firstFeature, features.Count, _unitStart, _all[^1].End, _unitFrom, _all[^1].To, _words));
            _firstFeature = features.Count;
            _words = 0;
        }
    }
}
