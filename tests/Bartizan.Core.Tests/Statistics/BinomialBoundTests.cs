using Bartizan.Core.Statistics;

namespace Bartizan.Core.Tests.Statistics;

public sealed class BinomialBoundTests
{
    [Theory]
    [InlineData(0, 10, 0.258866)]
    [InlineData(5, 10, 0.777559)]
    [InlineData(0, 100, 0.029513)]
    [InlineData(0, 2995, 0.001)]
    public void Upper_bounds_are_those_of_tables(long events, long trials, double expected) => Assert.Equal(expected, BinomialBound.Upper(events, trials), 5);

    [Theory]
    [InlineData(1, 7)]
    [InlineData(3, 40)]
    [InlineData(17, 300)]
    [InlineData(150, 300)]
    [InlineData(20, 22)]
    public void At_the_bound_so_few_events_are_seen_one_time_in_twenty(int events, int trials)
    {
        Assert.Equal(0.05, AtMost(events, trials, BinomialBound.Upper(events, trials)), 9);
        Assert.Equal(0.05, 1 - AtMost(events - 1, trials, BinomialBound.Lower(events, trials)), 9);
    }

    [Fact]
    public void Nothing_is_known_without_trials_and_all_events_leave_no_room()
    {
        Assert.Equal((0d, 1d), (BinomialBound.Lower(0, 0), BinomialBound.Upper(0, 0)));
        Assert.Equal((0d, 1d), (BinomialBound.Lower(0, 9), BinomialBound.Upper(9, 9)));
    }

    [Theory]
    [InlineData(0.1, 29)]
    [InlineData(0.01, 299)]
    [InlineData(0.005, 598)]
    [InlineData(0.001, 2995)]
    public void The_rule_of_three_is_exact(double share, long needed)
    {
        Assert.Equal(needed, BinomialBound.TrialsNeeded(share));
        Assert.True(BinomialBound.Upper(0, needed) <= share);
        Assert.True(BinomialBound.Upper(0, needed - 1) > share);
    }

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(12, 0.005)]
    public void With_events_more_trials_are_needed_and_no_more_than_that(long events, double share)
    {
        var needed = BinomialBound.TrialsNeeded(share, events);
        Assert.True(BinomialBound.Upper(events, needed) <= share);
        Assert.True(BinomialBound.Upper(events, needed - 1) > share);
    }

    [Theory]
    [InlineData(28, 0.1)]
    [InlineData(29, 0.1)]
    [InlineData(1_000, 0.01)]
    [InlineData(50_000, 0.001)]
    [InlineData(1_000_000, 0.05)]
    public void The_most_events_keep_the_bound_and_one_more_does_not(long trials, double share)
    {
        var most = BinomialBound.MostEvents(trials, share);
        Assert.True(most < 0 || BinomialBound.Upper(most, trials) <= share);
        Assert.True(BinomialBound.Upper(most + 1, trials) > share);
    }

    // The definition, summed term by term.
    private static double AtMost(int events, int trials, double share)
    {
        var (sum, term) = (0.0, Math.Pow(1 - share, trials));
        for (var i = 0; i <= events; i++)
        {
            sum += term;
            term *= (trials - i) / (double)(i + 1) * (share / (1 - share));
        }

        return sum;
    }
}
