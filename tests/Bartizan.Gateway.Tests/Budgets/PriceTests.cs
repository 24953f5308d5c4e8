using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Tests.Budgets;

public class PriceTests
{
    private static PriceOptions Price(decimal input, decimal output, params string[] models) => new() { Models = models, Input = input, Output = output };

    [Fact]
    public void The_pattern_with_most_letters_counts_and_of_equals_the_first()
    {
        var table = new PriceTable([Price(9, 9, "*"), Price(1, 1, "gpt-*"), Price(2, 2, "gpt-4o"), Price(3, 3, "gpt-4o")]);
        long Cost(string model) => table.Find(model, "USD", 0)!.Of(new TokenBill(1_000_000, 0, 0, 0, false));
        Assert.Equal([2_000_000_000, 1_000_000_000, 9_000_000_000], new[] { "gpt-4o", "gpt-5", "llama" }.Select(Cost));
        Assert.Null(table.Find("gpt-4o", "EUR", 0));
        Assert.Null(new PriceTable([Price(1, 1, "gpt-4o")]).Find("gpt-4o-mini", "USD", 0));
    }

    [Fact]
    public void Every_kind_of_token_has_its_price_and_parts_of_a_billionth_are_rounded_up()
    {
        var table = new PriceTable([Price(2.50m, 10, "m") with { CachedInput = 0.25m, CacheWrite = 3m }]);
        Assert.Equal((100 * 2_500) + (10 * 250) + (5 * 3_000) + (7 * 10_000), table.Find("m", "USD", 0)!.Of(new TokenBill(100, 10, 5, 7, false)));
        Assert.Equal(1, new PriceTable([Price(0.0001m, 0, "m")]).Find("m", "USD", 0)!.Of(new TokenBill(1, 0, 0, 0, false)));
    }

    [Fact]
    public void A_long_prompt_has_its_own_price_and_never_that_of_a_vaguer_pattern()
    {
        var table = new PriceTable([Price(1, 1, "*"), Price(5, 5, "m"), Price(2, 2, "m") with { UpTo = 100 }, Price(7, 7, "only") with { UpTo = 100 }]);
        Assert.Equal(2_000, table.Find("m", "USD", 100)!.Of(new TokenBill(1, 0, 0, 0, false)));
        Assert.Equal(5_000, table.Find("m", "USD", 101)!.Of(new TokenBill(1, 0, 0, 0, false)));
        Assert.Null(table.Find("only", "USD", 101));
        // An estimate near the border reserves for the dearer side of it.
        Assert.Equal(90 * 5_000, table.AtMost("m", "USD", 90, 0));
        Assert.Equal(10 * 2_000, table.AtMost("m", "USD", 10, 0));
    }

    [Fact]
    public void What_the_upstream_says_counts_and_what_it_cannot_mean_does_not()
    {
        Assert.Equal(new TokenBill(12, 0, 0, 34, false), TokenBill.Of(new TokenUsage(12, 34), 5, 6, whole: true));
        Assert.Equal(new TokenBill(2, 10, 0, 34, false), TokenBill.Of(new TokenUsage(12, 34) { CachedInput = 10 }, 5, 6, whole: true));
        Assert.Equal(new TokenBill(12, 100, 50, 34, false), TokenBill.Of(new TokenUsage(12, 34) { CacheReads = 100, CacheWrites = 50 }, 5, 6, whole: true));
        Assert.Equal(new TokenBill(0, 12, 0, 34, false), TokenBill.Of(new TokenUsage(12, 34) { CachedInput = 1_000 }, 5, 6, whole: true));
        Assert.Equal(new TokenBill(5, 0, 0, 6, true), TokenBill.Of(default, 5, 6, whole: true));
        // A count from the beginning of an answer says nothing of the rest.
        Assert.Equal(new TokenBill(12, 0, 0, 60, true), TokenBill.Of(new TokenUsage(12, 1), 5, 60, whole: false));
        foreach (var absurd in (long?[])[-1, long.MinValue, long.MaxValue, TokenUsage.Most + 1])
        {
            Assert.Null(TokenUsage.Believed(absurd));
        }
    }
}
