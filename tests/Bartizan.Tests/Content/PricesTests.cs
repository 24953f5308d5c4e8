using Bartizan.Hosting;

namespace Bartizan.Tests.Content;

/// <summary>Holds the rules that content/prices/prices.yaml states for itself.</summary>
public class PricesTests
{
    [Fact]
    public void Every_price_says_where_and_when_it_was_read()
    {
        Assert.NotEmpty(BuiltInPrices.All);
        Assert.All(BuiltInPrices.All, p =>
        {
            Assert.StartsWith("https://", p.Source, StringComparison.Ordinal);
            Assert.Matches(@"^20\d\d-\d\d-\d\d$", p.Date);
            Assert.Equal("USD", p.Currency);
            Assert.True(p.Input > 0 && (p.Output > 0 || p.Models.All(m => m.StartsWith("text-embedding-", StringComparison.Ordinal))), p.Models[0]);
            Assert.True((p.CachedInput ?? 0) <= p.Input && (p.CacheWrite ?? p.Input) >= p.Input, p.Models[0]);
        });
    }

    [Fact]
    public void A_pattern_only_stands_for_dated_versions_of_the_name_before_it() => Assert.All(BuiltInPrices.All, p =>
    {
        Assert.DoesNotContain('*', p.Models[0]);
        Assert.All(p.Models.Skip(1), m => Assert.True(m == p.Models[0] + "-20*" || m == p.Models[0] + "-preview*", m));
    });

    [Fact]
    public void No_two_prices_hold_for_the_same_prompt() =>
        Assert.DoesNotContain(BuiltInPrices.All.SelectMany(p => p.Models.Select(m => (m, p.UpTo))).GroupBy(k => k), g => g.Count() > 1);
}
