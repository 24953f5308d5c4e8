using System.Globalization;
using Bartizan.Core.Statistics;

namespace Bartizan.Guard.Injection.Calibrating;

/// <summary>
/// Sets thresholds by benign texts. Of n texts the k + 1 highest is found, with k the most false alarms whose upper bound stays within the budget; the
/// threshold lies just above it. Whatever the scores' distribution, the share of new texts above it then keeps the budget at 95 % confidence: k depends on
/// n and the budget only, and the share above an order statistic has the distribution that the bound is made of (Wilks, Ann. Math. Stat. 12, 1941).
/// </summary>
public static class Calibrator
{
    /// <summary>What the model holds to be rather benign is never certain, however little of it was seen.</summary>
    public const double LeastBlock = 0.5;

    /// <summary>Below this a finding says nothing.</summary>
    public const double LeastAnnotate = 0.05;

    private const int Millionths = 1_000_000;

    /// <summary>What a sample says of a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="sample">The recorded texts.</param>
    /// <param name="now">The thresholds in force.</param>
    /// <param name="budget">The false alarms allowed.</param>
    public static ChannelReport Report(InjectionChannel channel, CalibrationSample sample, InjectionThresholds now, FalseAlarmBudget budget)
    {
        var scores = new Scores(sample.Of(channel));
        var needed = BinomialBound.TrialsNeeded(Math.Min(budget.Block, budget.Annotate));
        var report = new ChannelReport
        {
            Channel = channel,
            Rows = scores.Benign.Length,
            Needed = needed,
            Attacks = scores.Attacks.Length,
            Unreviewed = scores.Unreviewed.Length,
            AnnotateNow = scores.Effect(now.Annotate.Score),
            BlockNow = scores.Effect(now.Block.Score),
            Bins = scores.Bins(),
        };
        if (scores.Benign.Length < needed)
        {
            return report with { Note = TooFew(scores.Benign.Length, needed) };
        }

        var (block, annotate) = (scores.Threshold(budget.Block), scores.Threshold(budget.Annotate));
        if (block > Millionths || annotate > Millionths)
        {
            return report with { Note = "More benign texts than the budget allows have the highest score there is, so no threshold keeps it. Look at them: mark those that are attacks." };
        }

        var floored = block < LeastBlock * Millionths || annotate < LeastAnnotate * Millionths;
        block = Math.Max(block, (int)(LeastBlock * Millionths));
        annotate = Math.Clamp(annotate, (int)(LeastAnnotate * Millionths), block);
        return report with
        {
            Block = scores.Effect(block / (double)Millionths),
            Annotate = scores.Effect(annotate / (double)Millionths),
            Note = string.Join(' ', Notes(floored, scores.Effect(block / (double)Millionths), scores.Benign.Length)),
        };
    }

    // What the guard itself refused is no benign traffic until somebody says so, and the bound knows nothing of it.
    private static IEnumerable<string> Notes(bool floored, ThresholdEffect block, long rows)
    {
        if (floored)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Lower thresholds would keep the budget too, but none is set below {LeastBlock} to block and {LeastAnnotate} to annotate.");
        }

        if (block.Unreviewed > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Should all refused texts that nobody has looked at be benign ({block.Unreviewed}), up to {100 * BinomialBound.Upper(block.FalseAlarms + block.Unreviewed, rows + block.Unreviewed):0.##} % would be refused wrongly.");
        }
    }

    private static string TooFew(long rows, long needed) => string.Create(
        CultureInfo.InvariantCulture,
        $"This budget needs {needed} benign texts, and {rows} are recorded. {(rows < 15 ? "Wait for more traffic." : $"With these, no budget below {100 * BinomialBound.Upper(0, rows):0.##} % can be promised.")}");

    /// <summary>Scores in millionths, the highest first.</summary>
    private sealed class Scores(IReadOnlyCollection<(int Score, TextKind Kind)> texts)
    {
        public int[] Benign { get; } = Of(texts, TextKind.Passed, TextKind.Benign);

        public int[] Attacks { get; } = Of(texts, TextKind.Attack);

        public int[] Unreviewed { get; } = Of(texts, TextKind.Unreviewed);

        // Scores are recorded rounded down, so one millionth more is above what was recorded.
        public int Threshold(double budget) => Benign[(int)BinomialBound.MostEvents(Benign.Length, budget)] + 1;

        public ThresholdEffect Effect(double threshold)
        {
            var least = (int)Math.Ceiling(threshold * Millionths - 1e-6);
            var (alarms, attacks) = (Reaching(Benign, least), Reaching(Attacks, least));
            return new ThresholdEffect(
                threshold,
                alarms,
                Benign.Length == 0 ? 0 : (double)alarms / Benign.Length,
                BinomialBound.Lower(alarms, Benign.Length),
                BinomialBound.Upper(alarms, Benign.Length),
                attacks,
                Attacks.Length - attacks,
                Reaching(Unreviewed, least));
        }

        public IReadOnlyList<ScoreBin> Bins()
        {
            var counts = new long[3, ChannelReport.BinCount];
            var groups = new[] { Benign, Attacks, Unreviewed };
            for (var i = 0; i < groups.Length; i++)
            {
                foreach (var score in groups[i])
                {
                    counts[i, Math.Min(ChannelReport.BinCount - 1, (int)((long)score * ChannelReport.BinCount / Millionths))]++;
                }
            }

            return [.. Enumerable.Range(0, ChannelReport.BinCount).Select(b => new ScoreBin(counts[0, b], counts[1, b], counts[2, b]))];
        }

        private static int[] Of(IReadOnlyCollection<(int Score, TextKind Kind)> texts, params TextKind[] kinds) =>
            [.. texts.Where(t => kinds.Contains(t.Kind)).Select(t => t.Score).OrderDescending()];

        private static int Reaching(int[] descending, int least)
        {
            var (low, high) = (0, descending.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = descending[middle] >= least ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}
