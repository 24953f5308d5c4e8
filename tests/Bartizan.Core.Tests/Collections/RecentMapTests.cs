using Bartizan.Core.Collections;

namespace Bartizan.Core.Tests.Collections;

public class RecentMapTests
{
    [Fact]
    public void What_was_kept_is_found_and_a_newer_value_takes_its_place()
    {
        var map = new RecentMap<string, int>(4);
        Assert.False(map.TryGet("a", out _));
        map.Set("a", 1);
        map.Set("a", 2);
        Assert.True(map.TryGet("a", out var value));
        Assert.Equal(2, value);
    }

    [Fact]
    public void It_is_bounded_and_keeps_what_is_in_use()
    {
        const int Capacity = 16;
        var map = new RecentMap<int, int>(Capacity);
        map.Set(-1, -1);
        for (var i = 0; i < 100 * Capacity; i++)
        {
            map.Set(i, i);
            Assert.True(map.TryGet(i, out _));
            Assert.True(map.TryGet(-1, out _));
        }

        Assert.InRange(Enumerable.Range(-1, 1 + (100 * Capacity)).Count(i => map.TryGet(i, out _)), Capacity, 2 * Capacity);
        Assert.False(map.TryGet(0, out _));
    }

    [Fact]
    public void A_value_set_again_does_not_use_up_room()
    {
        var map = new RecentMap<int, int>(4);
        map.Set(0, 0);
        for (var i = 0; i < 100; i++)
        {
            map.Set(1, i);
        }

        Assert.True(map.TryGet(0, out _));
    }

    [Fact]
    public void Many_threads_lose_nothing_that_fits()
    {
        var map = new RecentMap<int, int>(10_000);
        Parallel.For(0, 9_999, i => map.Set(i, i));
        Assert.All(Enumerable.Range(0, 9_999), i => Assert.True(map.TryGet(i, out _)));
    }
}
