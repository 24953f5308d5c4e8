using Bartizan.Identity.Proofs;
using Bartizan.Testing;

namespace Bartizan.Identity.Tests.Proofs;

public class ReplayCacheTests
{
    [Fact]
    public void What_was_used_stays_used_for_as_long_as_it_must_whenever_it_came()
    {
        var clock = new ManualClock();
        var cache = new ReplayCache(TimeSpan.FromSeconds(60), 100, clock);
        for (var start = 0; start < 120; start += 7)
        {
            clock.Now += TimeSpan.FromSeconds(7);
            Assert.True(cache.TryUse("a", $"id{start}"));
            clock.Now += TimeSpan.FromSeconds(59);
            Assert.False(cache.TryUse("a", $"id{start}"));
        }
    }

    [Fact]
    public void Owners_do_not_meet()
    {
        var cache = new ReplayCache(TimeSpan.FromSeconds(60), 100, new ManualClock());
        Assert.True(cache.TryUse("a", "bc"));
        Assert.True(cache.TryUse("ab", "c"));
    }

    [Fact]
    public void When_it_is_full_nothing_passes_until_there_is_room()
    {
        var clock = new ManualClock();
        var cache = new ReplayCache(TimeSpan.FromSeconds(60), 3, clock);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(i => cache.TryUse("a", $"{i}")));
        clock.Now += TimeSpan.FromSeconds(61);
        Assert.True(cache.TryUse("a", "5"));
        Assert.False(cache.TryUse("a", "1"));
    }

    [Fact]
    public void Of_many_who_use_it_at_once_one_may()
    {
        var cache = new ReplayCache(TimeSpan.FromSeconds(60), 100_000, new ManualClock());
        var passed = 0;
        Parallel.For(0, 1_000, i =>
        {
            if (cache.TryUse("a", $"{i % 10}"))
            {
                Interlocked.Increment(ref passed);
            }
        });
        Assert.Equal(10, passed);
    }
}
