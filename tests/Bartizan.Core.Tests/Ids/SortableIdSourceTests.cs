using Bartizan.Core.Ids;

namespace Bartizan.Core.Tests.Ids;

public class SortableIdSourceTests
{
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public void Ids_of_one_millisecond_sort_in_order_of_making()
    {
        var source = new SortableIdSource(new Clock());
        var ids = Enumerable.Range(0, 1_000).Select(_ => source.NewId("exc")).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Ids_keep_their_order_when_the_clock_steps_back()
    {
        var clock = new Clock();
        var source = new SortableIdSource(clock);
        var first = source.NewId("exc");
        clock.Now -= TimeSpan.FromHours(1);
        Assert.True(string.CompareOrdinal(first, source.NewId("exc")) < 0);
    }

    [Fact]
    public void An_id_is_its_prefix_and_26_lower_case_characters()
    {
        var id = new SortableIdSource(new Clock()).NewId("agt");
        Assert.StartsWith("agt_", id, StringComparison.Ordinal);
        Assert.Equal(30, id.Length);
        Assert.Equal(id, id.ToLowerInvariant());
    }
}
