using Bartizan.Console.People;
using Bartizan.Console.Tests.Hosting;

namespace Bartizan.Console.Tests.People;

public sealed class SignInThrottleTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void The_wait_doubles_and_has_an_upper_bound()
    {
        var throttle = new SignInThrottle(_clock);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 14; i++)
        {
            // From another address each time: a name is protected however many take part.
            while (throttle.Begin("ada", $"10.0.0.{i}") is var wait && wait > TimeSpan.Zero)
            {
                waits.Add(wait);
                _clock.Advance(wait);
            }
        }

        Assert.Equal(14 - SignInThrottle.FreeFailures, waits.Count);
        Assert.All(waits.Zip(waits.Skip(1)), pair => Assert.True(pair.Second >= pair.First * 1.5 || pair.Second > TimeSpan.FromSeconds(55)));
        Assert.All(waits, wait => Assert.True(wait <= SignInThrottle.LongestWait));
    }

    [Fact]
    public void One_address_cannot_go_on_by_changing_names()
    {
        var throttle = new SignInThrottle(_clock);
        var made = Enumerable.Range(0, 1_000).Count(i => throttle.Begin($"name{i}", "10.0.0.1") == TimeSpan.Zero);

        Assert.InRange(made, 10, 30);
    }

    [Fact]
    public void Success_forgets_the_name_but_buys_no_guesses_at_others()
    {
        var throttle = new SignInThrottle(_clock);
        var made = 0;
        for (var i = 0; i < 1_000; i++)
        {
            // Guess at a victim, then sign in to an account of one's own.
            made += throttle.Begin($"victim{i}", "10.0.0.1") == TimeSpan.Zero ? 1 : 0;
            if (throttle.Begin("own", "10.0.0.1") == TimeSpan.Zero)
            {
                throttle.Succeed("own", "10.0.0.1");
            }
        }

        Assert.InRange(made, 10, 30);
        Assert.Equal(TimeSpan.Zero, throttle.Begin("own", "10.0.0.2"));
    }
}
