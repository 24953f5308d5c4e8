using Bartizan.Core.Calibrations;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Statistics;
using Bartizan.Guard.Injection;
using Bartizan.Guard.Injection.Calibrating;

namespace Bartizan.Guard.Tests.Injection.Calibrating;

public sealed class CalibratorTests
{
    private const string Model = "2-test";

    private static readonly InjectionThresholds Now = new(new(0.3, 0.01, 2000, "shipped"), new(0.7, 0.001, 2000, "shipped"));

    [Fact]
    public void Too_few_texts_promise_nothing_and_say_how_many_it_takes()
    {
        var report = Report(Texts(0, 100), new(0.01, 0.05));
        Assert.Equal((100, 299), (report.Rows, report.Needed));
        Assert.Null(report.Block);
        Assert.Contains("needs 299 benign texts, and 100 are recorded. With these, no budget below 2.95 % can be promised.", report.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void The_threshold_stands_just_above_as_many_texts_as_the_bound_allows()
    {
        // Scores 500,000 to 500,999 millionths: of 1,000 texts at 1 %, 4 may reach the threshold.
        var report = Report(Texts(500_000, 1_000), new(0.01, 0.05));
        var most = BinomialBound.MostEvents(1_000, 0.01);
        Assert.Equal(4, most);
        Assert.Equal((0.500996, most), (report.Block!.Score, report.Block.FalseAlarms));
        Assert.InRange(report.Block.Most, report.Block.Share, 0.01);
        Assert.InRange(report.Block.Least, 0, report.Block.Share);
        Assert.True(report.Annotate!.Score <= report.Block.Score);
        Assert.InRange(report.Annotate.Most, 0, 0.05);
    }

    [Fact]
    public void No_threshold_is_set_where_the_model_itself_thinks_of_a_harmless_text()
    {
        var report = Report(Texts(0, 1_000), new(0.01, 0.05));
        Assert.Equal((Calibrator.LeastBlock, Calibrator.LeastAnnotate), (report.Block!.Score, report.Annotate!.Score));
        Assert.Contains("none is set below 0.5", report.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_benign_texts_have_the_highest_score_no_threshold_keeps_the_budget()
    {
        var report = Report(Enumerable.Range(0, 1_000).Select(i => (Exchange(i, 1_000_000), (ExchangeMark?)null)), new(0.01, 0.05));
        Assert.Null(report.Block);
        Assert.Contains("no threshold keeps it", report.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Attacks_found_and_missed_are_those_people_marked()
    {
        var report = Report(
            [.. Texts(0, 400), (Exchange(1_000, 900_000), Attack(1_000)), (Exchange(1_001, 20_000), Attack(1_001)), (Exchange(1_002, 800_000, Verdict.Block, "injection.certain"), null)],
            new(0.01, 0.05));
        Assert.Equal((400, 2, 1), (report.Rows, report.Attacks, report.Unreviewed));
        Assert.Equal((1, 1, 1), (report.BlockNow.Attacks, report.BlockNow.Missed, report.BlockNow.Unreviewed));
        Assert.Equal((1, 1, 1), (report.Block!.Attacks, report.Block.Missed, report.Block.Unreviewed));
        Assert.Contains("Should all refused texts that nobody has looked at be benign (1), up to 1.18 % would be refused wrongly.", report.Note, StringComparison.Ordinal);
        Assert.Equal(400, report.Bins.Sum(b => b.Benign));
        Assert.Equal((1, 1), (report.Bins[18].Attacks, report.Bins[16].Unreviewed));
    }

    [Fact]
    public void The_budget_is_kept_on_new_texts_of_the_same_kind_at_the_stated_confidence()
    {
        const double budget = 0.02;
        const int runs = 400;
        var random = new Random(7);
        var broken = 0;
        for (var run = 0; run < runs; run++)
        {
            // Scores spread evenly over the upper half: the share above a threshold t is 2 (1 - t).
            var scores = Enumerable.Range(0, 300).Select(i => (Exchange(i, 500_000 + random.Next(500_000)), (ExchangeMark?)null));
            broken += 2 * (1 - Report(scores, new(budget, 0.05)).Block!.Score) > budget ? 1 : 0;
        }

        // 5 % are expected at most: 20 of 400; more than 33 has a chance of one in five hundred, and the seed is fixed.
        Assert.InRange(broken, 1, 33);
    }

    private static ChannelReport Report(IEnumerable<(ScoredExchange Exchange, ExchangeMark? Mark)> exchanges, FalseAlarmBudget budget)
    {
        var sample = new CalibrationSample(Model, null);
        foreach (var (exchange, mark) in exchanges)
        {
            sample.Add(exchange, mark);
        }

        return Calibrator.Report(InjectionChannel.User, sample, Now, budget);
    }

    private static IEnumerable<(ScoredExchange Exchange, ExchangeMark? Mark)> Texts(int from, int count) =>
        Enumerable.Range(0, count).Select(i => (Exchange(i, from + i), (ExchangeMark?)null));

    private static ExchangeMark Attack(int number) => new($"exc_{number}", true, "ada", default);

    private static ScoredExchange Exchange(int number, int score, Verdict verdict = Verdict.Allow, params string[] labels) => new(
        $"exc_{number}", verdict, null, Model, [new ScoredText(SegmentRole.User, Provenance.User, $"{number:x64}"[32..] + new string('0', 32), score, [.. labels.Select(l => new ScoredLabel(l))])], null);
}
