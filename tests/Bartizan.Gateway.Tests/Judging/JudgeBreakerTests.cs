using Bartizan.Gateway.Judging;
using Bartizan.Testing;

namespace Bartizan.Gateway.Tests.Judging;

public sealed class JudgeBreakerTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void It_opens_after_failures_in_a_row_and_lets_one_try_when_the_rest_is_over()
    {
        var breaker = Opened();
        Assert.True(breaker.IsResting);
        Assert.False(breaker.Lets());
        _clock.Now += JudgeBreaker.Rest;
        Assert.False(breaker.IsResting);
        Assert.True(breaker.Lets());
        Assert.False(breaker.Lets());
        breaker.Answered();
        Assert.True(breaker.Lets() && breaker.Lets());
    }

    [Fact]
    public void A_try_that_fails_begins_the_rest_again()
    {
        var breaker = Opened();
        _clock.Now += JudgeBreaker.Rest;
        Assert.True(breaker.Lets());
        breaker.Failed();
        _clock.Now += JudgeBreaker.Rest - TimeSpan.FromTicks(1);
        Assert.False(breaker.Lets());
        _clock.Now += TimeSpan.FromTicks(1);
        Assert.True(breaker.Lets());
    }

    [Fact]
    public void An_answer_between_failures_begins_the_count_again()
    {
        var breaker = new JudgeBreaker(_clock);
        for (var i = 0; i < 3 * JudgeBreaker.MostFailures; i++)
        {
            breaker.Failed();
            if (i % (JudgeBreaker.MostFailures - 1) == JudgeBreaker.MostFailures - 2)
            {
                breaker.Answered();
            }

            Assert.True(breaker.Lets());
        }
    }

    private JudgeBreaker Opened()
    {
        var breaker = new JudgeBreaker(_clock);
        for (var i = 0; i < JudgeBreaker.MostFailures; i++)
        {
            Assert.True(breaker.Lets());
            breaker.Failed();
        }

        return breaker;
    }
}
