using System.Text;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Tests.Spans;

public class LaneTests
{
    // Folded one by one, to several, to nothing, in pairs of surrogates, from escapes, and not at all.
    private static readonly string[] Pieces = ["plain ASCII words, long enough to be copied at once. ", "a", "Привет", "\uFF21", "\u2026", "\u33D1", "\u200B", "\U0001D400", "\uD83D\uDE00", "\uD83D", "%41", "%E4", "%", "&amp;", "&", "&#x1F6AB;", "\\u0041", "\\n", "é", "数字"];

    [Fact]
    public void A_folded_reading_is_what_folding_character_by_character_gives_and_leads_back_to_its_place()
    {
        var random = new Random(3);
        for (var round = 0; round < 5_000; round++)
        {
            var original = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var (folded, starts, ends) = OneByOne(original);
            var everything = new Everything();
            using var lane = new Lane([everything], folded: true);
            var text = new SpanText(original, final: true);
            Assert.Equal(original.Length, lane.Fold(ref text, 0));
            var hits = new List<SettledHit>();
            Assert.Equal(original.Length, lane.Scan(final: true, hits));
            Assert.Equal(folded, everything.Seen);
            Assert.Equal(starts.Zip(ends), hits.Select(h => (h.Start, h.End)));
        }
    }

    private static (string Folded, List<int> Starts, List<int> Ends) OneByOne(string original)
    {
        var (folded, starts, ends) = (new StringBuilder(), new List<int>(), new List<int>());
        var text = new SpanText(original, final: true);
        var written = new char[Folder.MaxWritten];
        for (var at = 0; at < original.Length;)
        {
            var folds = Folder.Fold(ref text, at, written, out var count, out var taken);
            for (var i = 0; i < (folds == Folds.None ? taken : count); i++)
            {
                folded.Append(folds == Folds.None ? original[at + i] : written[i]);
                starts.Add(folds == Folds.None ? at + i : at);
                ends.Add(folds == Folds.None ? at + i + 1 : at + taken);
            }

            at += taken;
        }

        return (folded.ToString(), starts, ends);
    }

    /// <summary>Reports every character.</summary>
    private sealed class Everything : SpanDetector
    {
        private static readonly HitKind Kind = new("test.everything", "test", "It is there.");

        public string Seen { get; private set; } = "";

        public override string Name => "test";

        public override int Scan(ref SpanText text, int from, List<Hit> hits)
        {
            Seen = text.Chars.ToString();
            for (var i = from; i < text.Length; i++)
            {
                hits.Add(new Hit(i, 1, Kind, 1));
            }

            return text.Length;
        }
    }
}
